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
import { authenticate, noteUse } from '../../keys/api-keys.ts';
import { createKnownDevices, type KnownDevices } from '../../people/known-devices.ts';
import { keptPassword } from '../../people/people.ts';
import {
  createSignIn,
  type FoundSession,
  type SignIn,
  sessionEnded,
  sessionEndedByUpdate,
} from '../../people/sign-in.ts';
import { type KnownCaller, personOf, programOf } from './callers.ts';
import type { MemberEnv } from './member-route.ts';
import { createTries, type Tries } from './sign-in-limits.ts';
import { createWrites, type Writes } from './writes.ts';

/** What a request of somebody who is signed in has behind the guard. */
export interface PersonEnv {
  Variables: RequestEnv['Variables'] & { session: FoundSession };
}

/** Far above what a program does that reads and writes one after the other. */
const keyQuota = { name: 'key', points: 6000, seconds: 60 };
const personQuota = { name: 'person', points: 6000, seconds: 60 };
const networkQuota = { name: 'network', points: 12_000, seconds: 60 };

const keyRefused =
  'This API key is unknown, deleted or expired, or its creator may no longer create keys. Ask an owner of the project.';

/** The door of everything under `/api`. */
export interface MemberGuard extends Writes {
  /**
   * Lets a caller pass who has the role or a stronger one in the path's project, or, where the path
   * names none, in a key's own or any of a person's. Throws `unauthorized` without a key or session,
   * `key_invalid`, `cross_origin_refused`, `not_found` for the name of a project that is not theirs,
   * `forbidden` for too weak a role, `rate_limited`.
   */
  atLeast(role: Role): MiddlewareHandler<MemberEnv>;
  /** Lets whoever is signed in pass, whatever they are where. Throws the same; a key is no session. */
  signedIn: MiddlewareHandler<PersonEnv>;
  /** How people come in and go. */
  signIn: SignIn;
  cookie: SessionCookie;
  /** On which devices they came in before. */
  devices: KnownDevices;
  /** How often they may try, at all doors together. */
  tries: Tries;
}

/** The guard of one app: it counts requests in this process's memory. */
export function createMemberGuard(deps: Deps): MemberGuard {
  const cookie = sessionCookie(deps.config.publicUrl);
  const signIn = createSignIn(deps, cookie);
  const devices = createKnownDevices(deps);
  const { reader } = deps.database;
  const { findSession, findCaller } = createFinders(deps, signIn, cookie);

  function atLeast(role: Role): MiddlewareHandler<MemberEnv> {
    return async function guarded(c, next) {
      const { enter, tooWeak, actor, credential, person } = await findCaller(c);
      const { project, ...standing } = await enter(reader, c.req.param('project'));
      c.set('caller', { ...standing, actor, credential, person });
      if (project) c.set('project', project);
      if (!isAtLeast(standing.role, role)) {
        throw new AppError('forbidden', tooWeak(role, standing.role));
      }
      await next();
    };
  }

  const signedIn: MiddlewareHandler<PersonEnv> = async function signedIn(c, next) {
    c.set('session', await findSession(c));
    await next();
  };

  const isKnownDevice = async (c: Context, email: string) =>
    devices.isKnown(c.req.header('cookie'), { email, hashed: await keptPassword(reader, email) });
  const tries = createTries(deps.config, isKnownDevice);
  return { atLeast, signedIn, signIn, cookie, devices, tries, ...createWrites(deps) };
}

function createFinders(deps: Deps, signIn: SignIn, cookie: SessionCookie) {
  const { config, database, clock, log } = deps;
  const addressOf = createAddressOf(config.trustedProxies);
  const limitNetwork = createLimit(networkQuota, config.rateLimits);
  const limitKey = createLimit(keyQuota, config.rateLimits);
  const limitPerson = createLimit(personQuota, config.rateLimits);

  /** Before it looks anything up, so that nobody makes it look for nothing without end. */
  async function findCaller(c: Context): Promise<KnownCaller> {
    const given = getCookie(c, cookie.name);
    const isPerson = given !== undefined || hasFormerCookie(c);
    if (isPerson && c.req.header('authorization') === undefined) {
      return personOf(await findSession(c), given ?? '');
    }
    await limitNetwork(c, networkOf(addressOf(c)));
    return findProgram(c);
  }

  async function findProgram(c: Context): Promise<KnownCaller> {
    const now = clock();
    const keyText = readBearer(c);
    const key = await authenticate(database.reader, keyText, now);
    if (!key) throw new AppError('key_invalid', keyRefused);
    await limitKey(c, key.keyId);
    // Not awaited: whoever only reads must not wait for a writer.
    void noteUse(database.writer, key, now).catch((err) => log.warn({ err }, 'key use not noted'));
    return programOf(key, keyText);
  }

  async function findSession(c: Context): Promise<FoundSession> {
    await limitNetwork(c, networkOf(addressOf(c)));
    const found = await signIn.find(c.req.header('cookie') ?? '');
    if (!found) throw endedIn(c);
    expectSameOrigin(c, config);
    await limitPerson(c, found.person.id);
    if (found.cookie) c.header('Set-Cookie', found.cookie, { append: true });
    return found;
  }

  /** Nobody has both cookies: signing in removes the former one. */
  function endedIn(c: Context): AppError {
    return hasFormerCookie(c) ? sessionEndedByUpdate() : sessionEnded();
  }

  return { findCaller, findSession };
}

/** The key of an `Authorization: Bearer` header (RFC 6750). Throws `unauthorized`. */
function readBearer(c: Context): string {
  const given = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (given) return given;
  throw new AppError('unauthorized', 'Sign in, or send an API key as Authorization: Bearer sk_….');
}
