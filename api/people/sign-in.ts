import type { Person } from '../../contract/people.ts';
import type { Db } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { type SessionCookie, sessionCookieHeader } from '../http/session-cookie.ts';
import { hashOfToken } from '../members/invitations.ts';
import { resign } from './former-signature.ts';
import { hashTokensIn } from './hashed-tokens.ts';
import { libraryOptions } from './library-options.ts';

/** A session ends 90 days after it began, even if it is in use. */
const longestSessionMs = 90 * 24 * 60 * 60 * 1000;

export interface Credentials {
  email: string;
  password: string;
}

/** A session that holds. */
export interface FoundSession {
  person: Person;
  /** The SHA-256 of the token in the cookie: the key of the session's row. */
  tokenHash: string;
  /** A `Set-Cookie` for the reply, where the session was prolonged. */
  cookie: string | undefined;
}

/**
 * How sessions begin and are found, by the sign-in library: the only file that asks it anything. How
 * they end is in `people.ts`.
 */
export interface SignIn {
  /**
   * Begins a session and returns its person, the key of its row and its `Set-Cookie`. Throws
   * `sign_in_failed`, whichever of both is wrong.
   */
  enter(credentials: Credentials): Promise<{ person: Person; tokenHash: string; cookie: string }>;
  /** Whose session a `Cookie` header names; undefined if it has ended. Reads the session again each time. */
  find(cookies: string): Promise<FoundSession | undefined>;
}

/**
 * The library is loaded when it is first needed: it takes longer than the rest of the start. It is
 * given both connections, each in an instance of its own, so that a request that only reads never
 * waits for a writer.
 */
export function createSignIn(deps: Deps, cookie: SessionCookie): SignIn {
  const { reader, writer } = deps.database;
  const library = lazily(async () => {
    const { betterAuth } = await import('better-auth');
    const { getAdapter } = await import('better-auth/db/adapter');
    const make = async (db: Db) => {
      const options = libraryOptions(db, deps, cookie);
      const store = hashTokensIn(await getAdapter(options));
      return betterAuth({ ...options, database: () => store }).api;
    };
    return { reading: await make(reader), writing: await make(writer) };
  });
  const ours = (headers: Headers) =>
    headers.getSetCookie().find((one) => one.startsWith(`${cookie.name}=`));

  async function enter(credentials: Credentials) {
    const { writing } = await library();
    const asked = writing.signInEmail({ body: credentials, returnHeaders: true });
    const { headers, response } = await translated(asked, wrongCredentials);
    const { id, name, email } = response.user;
    return {
      person: { id, name, email },
      tokenHash: hashOfToken(response.token),
      cookie: ours(headers) ?? '',
    };
  }

  async function find(cookies: string): Promise<FoundSession | undefined> {
    const { reading } = await library();
    const signingKeys = deps.keys.protection.derive('session cookies');
    const { cookies: readable, renewed } = resign(cookies, cookie, signingKeys);
    const headers = new Headers({ cookie: readable });
    const found = await translated(reading.getSession({ headers }));
    if (!found || isTooOld(found.session.createdAt)) return undefined;
    const { id, name, email } = found.user;
    const resent = renewed && sessionCookieHeader(cookie, renewed, found.session.expiresAt);
    const isOld = 'needsRefresh' in found && found.needsRefresh === true;
    return {
      person: { id, name, email },
      tokenHash: hashOfToken(found.session.token),
      // Whoever only reads is not refused because nothing can be written.
      cookie: isOld ? await prolong(headers).catch(notProlonged) : resent,
    };
  }

  const isTooOld = (createdAt: Date) =>
    deps.clock().getTime() - createdAt.getTime() >= longestSessionMs;

  const notProlonged = (err: unknown) => {
    deps.log.warn({ err }, 'session not prolonged');
    return undefined;
  };

  async function prolong(headers: Headers): Promise<string | undefined> {
    const { writing } = await library();
    const asked = { headers, method: 'POST', returnHeaders: true } as const;
    return ours((await translated(writing.getSession(asked))).headers);
  }

  return { enter, find };
}

/** Makes it once, when it is first asked for; a failure is not kept. */
function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** The refusal of a caller whose session has ended, or has never been. */
export function sessionEnded(): AppError {
  return new AppError('unauthorized', 'Your session has ended. Sign in again.');
}

/** The error for a browser whose session ended because this version stores sessions another way. */
export function sessionEndedByUpdate(): AppError {
  return new AppError('unauthorized', 'Tidings was updated. Sign in again.', { reason: 'updated' });
}

/** The refusal of an address and a password that do not go together, whichever is wrong. */
export function wrongCredentials(): AppError {
  return new AppError('sign_in_failed', 'E-mail address or password is wrong.');
}

/**
 * The library's refusals in our words. What it calls an internal error is a database that fails it,
 * whose own words it has told the log.
 */
async function translated<Value>(
  answer: Promise<Value>,
  refusal: () => AppError = sessionEnded,
): Promise<Value> {
  return answer.catch((cause: unknown) => {
    const { statusCode } = cause as { statusCode?: unknown };
    if (typeof statusCode !== 'number') throw cause;
    if (statusCode < 500) throw refusal();
    const later = { retryAfterSeconds: 5, cause };
    throw new AppError('unavailable', 'Sessions cannot be read now; try again in a moment.', later);
  });
}
