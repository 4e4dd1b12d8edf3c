import type { Person } from '../../contract/people.ts';
import type { Db } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { type SessionCookie, sessionCookieHeader } from '../http/session-cookie.ts';
import { hashToken } from '../members/invitations.ts';
import { hashTokensIn } from './hashed-tokens.ts';
import { libraryOptions } from './library-options.ts';
import { renewSignature } from './renew-signature.ts';

/** A session ends 90 days after it began, even if it is in use. */
const maxSessionMs = 90 * 24 * 60 * 60 * 1000;

export interface Credentials {
  email: string;
  password: string;
}

/** A session that has not ended. */
export interface ActiveSession {
  person: Person;
  /** The SHA-256 of the token in the cookie: the key of the session's row. */
  tokenHash: string;
  /** A `Set-Cookie` for the reply if the session was extended or its cookie was signed again. */
  cookie: string | undefined;
}

/**
 * Starts and finds sessions with the sign-in library. No other file calls the library. Sessions are
 * ended in `people.ts`.
 */
export interface SignIn {
  /**
   * Starts a session and returns its person, the key of its row and its `Set-Cookie`. Throws
   * `sign_in_failed` if the address or the password is wrong.
   */
  startSession(
    credentials: Credentials,
  ): Promise<{ person: Person; tokenHash: string; cookie: string }>;
  /** The session that a `Cookie` header names; undefined if it has ended. Always reads the row. */
  findSession(cookies: string): Promise<ActiveSession | undefined>;
}

/**
 * Loads the library when it is first needed, because loading takes longer than the rest of the
 * start. Each of the two connections has its own instance of the library, so that a request that
 * only reads never waits for a writer.
 */
export function createSignIn(deps: Deps, cookie: SessionCookie): SignIn {
  const { reader, writer } = deps.database;
  const library = memoize(async () => {
    const { betterAuth } = await import('better-auth');
    const { getAdapter } = await import('better-auth/db/adapter');
    const createApi = async (db: Db) => {
      const options = libraryOptions(db, deps, cookie);
      const store = hashTokensIn(await getAdapter(options));
      return betterAuth({ ...options, database: () => store }).api;
    };
    return { readApi: await createApi(reader), writeApi: await createApi(writer) };
  });
  const sessionCookieIn = (headers: Headers) =>
    headers.getSetCookie().find((one) => one.startsWith(`${cookie.name}=`));

  async function startSession(credentials: Credentials) {
    const { writeApi } = await library();
    const request = writeApi.signInEmail({ body: credentials, returnHeaders: true });
    const { headers, response } = await translateErrors(request, wrongCredentialsError);
    const { id, name, email } = response.user;
    return {
      person: { id, name, email },
      tokenHash: hashToken(response.token),
      cookie: sessionCookieIn(headers) ?? '',
    };
  }

  async function findSession(cookies: string): Promise<ActiveSession | undefined> {
    const { readApi } = await library();
    const signingKeys = deps.keys.protection.derive('session cookies');
    const { cookies: readable, renewed } = renewSignature(cookies, cookie, signingKeys);
    const headers = new Headers({ cookie: readable });
    const active = await translateErrors(readApi.getSession({ headers }));
    if (!active || isTooOld(active.session.createdAt)) return undefined;
    const { id, name, email } = active.user;
    const resent = renewed && sessionCookieHeader(cookie, renewed, active.session.expiresAt);
    const needsRefresh = 'needsRefresh' in active && active.needsRefresh === true;
    return {
      person: { id, name, email },
      tokenHash: hashToken(active.session.token),
      // A request that only reads must not fail because the session cannot be extended.
      cookie: needsRefresh ? await prolong(headers).catch(logNotProlonged) : resent,
    };
  }

  const isTooOld = (createdAt: Date) =>
    deps.clock().getTime() - createdAt.getTime() >= maxSessionMs;

  const logNotProlonged = (err: unknown) => {
    deps.log.warn({ err }, 'session not prolonged');
    return undefined;
  };

  async function prolong(headers: Headers): Promise<string | undefined> {
    const { writeApi } = await library();
    const request = { headers, method: 'POST', returnHeaders: true } as const;
    return sessionCookieIn((await translateErrors(writeApi.getSession(request))).headers);
  }

  return { startSession, findSession };
}

/** Calls `create` once, on first use. A failure is not remembered. */
function memoize<Value>(create: () => Promise<Value>): () => Promise<Value> {
  let promise: Promise<Value> | undefined;
  return () => {
    promise ??= create().catch((error: unknown) => {
      promise = undefined;
      throw error;
    });
    return promise;
  };
}

/** The error for a caller whose session has ended or never existed. */
export function sessionEndedError(): AppError {
  return new AppError('unauthorized', 'Your session has ended. Sign in again.');
}

/** The error for a browser whose session ended because this version stores sessions differently. */
export function sessionEndedByUpdateError(): AppError {
  return new AppError('unauthorized', 'Tidings was updated. Sign in again.', { reason: 'updated' });
}

/** The error for a wrong address or password, the same for both. */
export function wrongCredentialsError(): AppError {
  return new AppError('sign_in_failed', 'The e-mail address or password is wrong. Try again.');
}

/**
 * Replaces the library's errors with ours. An internal error of the library means that the database
 * failed; the library has logged the cause.
 */
async function translateErrors<Value>(
  call: Promise<Value>,
  createError: () => AppError = sessionEndedError,
): Promise<Value> {
  return call.catch((cause: unknown) => {
    const { statusCode } = cause as { statusCode?: unknown };
    if (typeof statusCode !== 'number') throw cause;
    if (statusCode < 500) throw createError();
    const later = { retryAfterSeconds: 5, cause };
    throw new AppError(
      'unavailable',
      'Sessions cannot be read right now. Try again in a moment.',
      later,
    );
  });
}
