import type { Context, MiddlewareHandler } from 'hono';
import type { Project } from '../../contract/projects.ts';
import { type KeyScope, type Role, roles } from '../../contract/vocabulary.ts';
import type { Db } from '../db/connect.ts';
import { transact } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { createAddressOf, networkOf } from '../http/address.ts';
import { createLimit } from '../http/limits.ts';
import type { Caller, MemberEnv } from '../http/member-route.ts';
import { readRepeatable } from '../http/repeatable.ts';
import { getProject } from '../projects/projects.ts';
import { authenticate, noteUse, roleOfScope } from './api-keys.ts';
import { createOnce } from './idempotency.ts';

/** What a change is made with: everything in it happens in `trx`, at `now`, or not at all. */
export interface Change {
  trx: Db;
  now: Date;
  projectId: string;
  actor: string;
}

/** What is answered after the commit; `etag` without its quotation marks. */
export interface Reply {
  status: 200 | 201 | 204;
  body?: unknown;
  etag?: string;
  location?: string;
}

/** Far above what a program does that reads and writes one after the other. */
const keyQuota = { name: 'key', points: 6000, seconds: 60 };
const networkQuota = { name: 'network', points: 12_000, seconds: 60 };

/** The least scope that is enough for a role (`roleOfScope`, the other way round). */
const scopeFor: Record<Role, KeyScope> = {
  viewer: 'read',
  editor: 'publish',
  publisher: 'publish',
  owner: 'admin',
};

/** The door of everything under `/api`. */
export interface MemberGuard {
  /**
   * Lets a caller pass who has the role or a stronger one in the path's project, or, where the path
   * names none, in their own. Throws `unauthorized` without a key, `key_invalid`, `not_found` for
   * another project's name, `forbidden` for too weak a role, `rate_limited`.
   */
  atLeast(role: Role): MiddlewareHandler<MemberEnv>;
  /**
   * Makes a change in one transaction and answers with its reply. Asked again with the same
   * `Idempotency-Key` within a day, it gives the first reply again (`Idempotency-Replayed: true`)
   * and does nothing; throws `idempotency_key_reused` where the request is another one. Never await
   * rendering or the network in `act`.
   */
  write(c: Context<MemberEnv>, act: (change: Change) => Promise<Reply>): Promise<Response>;
}

/** The guard of one app: it counts requests in this process's memory. */
export function createMemberGuard(deps: Deps): MemberGuard {
  const findCaller = createCallerFinder(deps);
  const once = createOnce();

  function atLeast(role: Role): MiddlewareHandler<MemberEnv> {
    return async function guarded(c, next) {
      const caller = await findCaller(c);
      c.set('caller', caller);
      c.set('project', await enter(deps, caller, c.req.param('project')));
      if (!reaches(caller.role, role)) {
        throw new AppError(
          'forbidden',
          `This needs a key of scope ${scopeFor[role]}; yours has ${scopeFor[caller.role]}.`,
        );
      }
      await next();
    };
  }

  async function write(c: Context<MemberEnv>, act: (change: Change) => Promise<Reply>) {
    const now = deps.clock();
    const { projectId, actor } = c.get('caller');
    const request = readRepeatable(c);
    const { value, replayed } = await transact(deps, async (trx) => {
      const change = { trx, now, projectId, actor };
      if (!request) return { value: await act(change), replayed: false };
      return once(trx, request, now, () => act(change));
    });
    if (replayed) c.header('Idempotency-Replayed', 'true');
    return send(c, value);
  }

  return { atLeast, write };
}

/** The key of an `Authorization: Bearer` header (RFC 6750). Throws `unauthorized`. */
function readBearer(c: Context): string {
  const given = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (given) return given;
  throw new AppError('unauthorized', 'Send an API key as Authorization: Bearer sk_….');
}

function createCallerFinder({ config, database, clock, log }: Deps) {
  const addressOf = createAddressOf(config.trustedProxies);
  const limitNetwork = createLimit(networkQuota, config.rateLimits);
  const limitKey = createLimit(keyQuota, config.rateLimits);

  return async function findCaller(c: Context): Promise<Caller> {
    await limitNetwork(c, networkOf(addressOf(c)));
    const now = clock();
    const key = await authenticate(database.reader, readBearer(c), now);
    if (!key) throw new AppError('key_invalid', 'This API key is unknown, deleted or expired.');
    await limitKey(c, key.keyId);
    // Not awaited: whoever only reads must not wait for a writer.
    void noteUse(database.writer, key, now).catch((err) => log.warn({ err }, 'key use not noted'));
    return { projectId: key.projectId, role: roleOfScope[key.scope], actor: `key:${key.keyId}` };
  };
}

/** A key opens its own project; any other might as well not be there. */
async function enter(deps: Deps, caller: Caller, name: string | undefined): Promise<Project> {
  const project = await getProject(deps.database.reader, caller.projectId);
  if (name === undefined || name === project.id || name === project.slug) return project;
  throw new AppError('not_found', 'There is no such project, or your key does not open it.');
}

function reaches(has: Role, needs: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needs);
}

function send(c: Context, { status, body, etag, location }: Reply): Response {
  if (etag !== undefined) c.header('ETag', `"${etag}"`);
  if (location !== undefined) c.header('Location', location);
  return status === 204 ? c.body(null, 204) : c.json(body, status);
}
