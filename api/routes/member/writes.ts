import type { Context } from 'hono';
import type { Person } from '../../../contract/people.ts';
import { isAtLeast } from '../../../contract/vocabulary.ts';
import {
  type Change,
  type ChangeOptions,
  changeNewProject,
  changeProject,
} from '../../change/change.ts';
import type { Db } from '../../db/database.ts';
import { transact } from '../../db/transact.ts';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { findMemberRole } from '../../members/members.ts';
import { runOnce } from './idempotency.ts';
import type { MemberEnv } from './member-route.ts';
import { readRepeatable } from './repeatable.ts';

/** The reply to send after the commit. `etag` has no quotation marks. */
export interface WriteReply {
  status: 200 | 201 | 204;
  body?: unknown;
  etag?: string;
  location?: string;
}

/** Runs the changes of routes. */
export interface Writes {
  /**
   * Makes a change to the path's project in one transaction and sends its reply. A second request with
   * the same `Idempotency-Key` within a day gets the first reply again (`Idempotency-Replayed: true`)
   * and changes nothing; throws `idempotency_key_reused` if it is a different request. Never await
   * rendering or the network in `act`.
   */
  write(c: Context<MemberEnv>, act: (change: Change) => Promise<WriteReply>): Promise<Response>;
  /** `write` for a project that `act` creates. */
  create(c: Context<MemberEnv>, act: (change: Change) => Promise<WriteReply>): Promise<Response>;
}

/** Creates the writes of an app. */
export function createWrites(deps: Deps): Writes {
  /** Recognises a repeated request before the change begins, so a stored reply locks no project. */
  async function run(
    c: Context<MemberEnv>,
    apply: (trx: Db, options: ChangeOptions) => Promise<WriteReply>,
  ): Promise<Response> {
    const { projectId = '', actor, role } = c.get('caller');
    const now = deps.clock();
    const options = { projectId, actor, role, now, newId: deps.randomId };
    const request = readRepeatable(c);
    const { value, replayed } = await transact(deps, async (trx) => {
      if (!request) return { value: await apply(trx, options), replayed: false };
      return runOnce(trx, request, now, () => apply(trx, options));
    });
    if (replayed) c.header('Idempotency-Replayed', 'true');
    return send(c, value);
  }

  return {
    write: (c, act) =>
      run(c, (trx, options) =>
        changeProject(trx, { ...options, clock: deps.clock }, async (change) => {
          await expectSameRole(change, c.get('caller').person);
          return act(change);
        }),
      ),
    create: (c, act) =>
      run(c, (trx, options) => {
        return changeNewProject(trx, { ...options, projectId: deps.randomId() }, act);
      }),
  };
}

/**
 * Reads the person's role again, because it may have been reduced while the change waited for its
 * turn. Throws `forbidden`.
 */
async function expectSameRole(
  { trx, projectId, role }: Change,
  person: Person | undefined,
): Promise<void> {
  if (!person) return;
  const currentRole = await findMemberRole(trx, { projectId, personId: person.id });
  if (currentRole && isAtLeast(currentRole, role)) return;
  throw new AppError('forbidden', 'Your role in this project has just changed. Reload the page.');
}

function send(c: Context, { status, body, etag, location }: WriteReply): Response {
  if (etag !== undefined) c.header('ETag', `"${etag}"`);
  if (location !== undefined) c.header('Location', location);
  return status === 204 ? c.body(null, 204) : c.json(body, status);
}
