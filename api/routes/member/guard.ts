import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { isAtLeast, type Role } from '../../../contract/vocabulary.ts';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { createAddressOf, networkOf } from '../../http/address.ts';
import { createLimit } from '../../http/limits.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { expectSameOrigin } from '../../http/same-origin.ts';
import { hasFormerCookie, type SessionCookie, sessionCookie } from '../../http/session-cookie.ts';
import { authenticate, recordUse } from '../../keys/api-keys.ts';
import { createKnownDevices, type KnownDevices } from '../../people/known-devices.ts';
import { findPasswordHash } from '../../people/people.ts';
import {
  type ActiveSession,
  createSignIn,
  type SignIn,
  sessionEndedByUpdateError,
  sessionEndedError,
} from '../../people/sign-in.ts';
import { type AuthenticatedCaller, createKeyCaller, createPersonCaller } from './callers.ts';
import type { MemberEnv } from './member-route.ts';
import { createSignInLimits, type SignInLimits } from './sign-in-limits.ts';
import { createWrites, type Writes } from './writes.ts';

/** Hono's environment for requests that `requireSession` has admitted. */
export interface PersonEnv {
  Variables: RequestEnv['Variables'] & { session: ActiveSession };
}

/** Far above the rate of a program that sends one request after another. */
const keyQuota = { name: 'key', points: 6000, seconds: 60 };
const personQuota = { name: 'person', points: 6000, seconds: 60 };
const networkQuota = { name: 'network', points: 12_000, seconds: 60 };

const invalidKeyMessage =
  'This API key is unknown, deleted or expired, or its creator may no longer create keys. Ask an owner of the project.';

/** Authenticates and authorises all requests under `/api`. */
export interface MemberGuard extends Writes {
  /**
   * Admits callers with this role or a stronger one in the path's project; if the path names none,
   * in a key's own project or any project of a person. Throws `unauthorized` without a key or
   * session, `key_invalid`, `cross_origin_refused`, `not_found` for a project that is not theirs,
   * `forbidden` for a role that is too weak, `rate_limited`.
   */
  requireRole(role: Role): MiddlewareHandler<MemberEnv>;
  /** Admits any signed-in person, and no key. Throws as `requireRole` does. */
  requireSession: MiddlewareHandler<PersonEnv>;
  /** Starts and finds sessions. */
  signIn: SignIn;
  cookie: SessionCookie;
  /** The devices on which people have signed in before. */
  devices: KnownDevices;
  /** Limits of sign-in attempts, shared by all routes. */
  signInLimits: SignInLimits;
}

/** Creates the guard of an app. Requests are counted in this process's memory. */
export function createMemberGuard(deps: Deps): MemberGuard {
  const cookie = sessionCookie(deps.config.publicUrl);
  const signIn = createSignIn(deps, cookie);
  const devices = createKnownDevices(deps);
  const { reader } = deps.database;
  const { findSession, findCaller } = createFinders(deps, signIn, cookie);

  function requireRole(role: Role): MiddlewareHandler<MemberEnv> {
    return async function guarded(c, next) {
      const { resolveAccess, roleErrorMessage, actor, credential, person } = await findCaller(c);
      const { project, ...access } = await resolveAccess(reader, c.req.param('project'));
      c.set('caller', { ...access, actor, credential, person });
      if (project) c.set('project', project);
      if (!isAtLeast(access.role, role)) {
        throw new AppError('forbidden', roleErrorMessage(role, access.role));
      }
      await next();
    };
  }

  const requireSession: MiddlewareHandler<PersonEnv> = async function signedIn(c, next) {
    c.set('session', await findSession(c));
    await next();
  };

  const isKnownDevice = async (c: Context, email: string) =>
    devices.isKnown(c.req.header('cookie'), {
      email,
      passwordHash: await findPasswordHash(reader, email),
    });
  const signInLimits = createSignInLimits(deps.config, isKnownDevice);
  return {
    requireRole,
    requireSession,
    signIn,
    cookie,
    devices,
    signInLimits,
    ...createWrites(deps),
  };
}

function createFinders(deps: Deps, signIn: SignIn, cookie: SessionCookie) {
  const { config, database, clock, log } = deps;
  const addressOf = createAddressOf(config.trustedProxies);
  const limitNetwork = createLimit(networkQuota, config.rateLimits);
  const limitKey = createLimit(keyQuota, config.rateLimits);
  const limitPerson = createLimit(personQuota, config.rateLimits);

  /** Counts the network before any lookup, so that a flood cannot cause unlimited lookups. */
  async function findCaller(c: Context): Promise<AuthenticatedCaller> {
    const cookieValue = getCookie(c, cookie.name);
    const isPerson = cookieValue !== undefined || hasFormerCookie(c);
    if (isPerson && c.req.header('authorization') === undefined) {
      return createPersonCaller(await findSession(c), cookieValue ?? '');
    }
    await limitNetwork(c, networkOf(addressOf(c)));
    return findProgram(c);
  }

  async function findProgram(c: Context): Promise<AuthenticatedCaller> {
    const now = clock();
    const keyText = readBearer(c);
    const key = await authenticate(database.reader, keyText, now);
    if (!key) throw new AppError('key_invalid', invalidKeyMessage);
    await limitKey(c, key.keyId);
    // Not awaited: a request that only reads must not wait for the writer.
    void recordUse(database.writer, key, now).catch((err) =>
      log.warn({ err }, 'the use of an API key could not be recorded'),
    );
    return createKeyCaller(key, keyText);
  }

  async function findSession(c: Context): Promise<ActiveSession> {
    await limitNetwork(c, networkOf(addressOf(c)));
    const found = await signIn.findSession(c.req.header('cookie') ?? '');
    if (!found) throw sessionErrorFor(c);
    expectSameOrigin(c, config);
    await limitPerson(c, found.person.id);
    if (found.cookie) c.header('Set-Cookie', found.cookie, { append: true });
    return found;
  }

  /** No browser has both cookies, because signing in removes the former one. */
  function sessionErrorFor(c: Context): AppError {
    return hasFormerCookie(c) ? sessionEndedByUpdateError() : sessionEndedError();
  }

  return { findCaller, findSession };
}

/** Returns the key from an `Authorization: Bearer` header (RFC 6750). Throws `unauthorized`. */
function readBearer(c: Context): string {
  const token = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (token) return token;
  throw new AppError('unauthorized', 'Sign in, or send an API key as Authorization: Bearer sk_….');
}
