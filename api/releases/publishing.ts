import type { Release } from '../../contract/releases.ts';
import { isPossible, type TransitionVerb, transitions } from '../../contract/vocabulary.ts';
import { recordAudit } from '../audit/audit.ts';
import type { ChangeNotices } from '../db/change-notices.ts';
import type { Database, Db } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import { AppError, refuse } from '../errors.ts';
import { enqueue } from '../outbox/outbox.ts';
import { raisePrivateRevision, raiseRevision } from '../projects/projects.ts';
import type { ReleaseFacts } from './queries.ts';
import { isOut, stateAt } from './release-state.ts';
import { type Act, changedMeanwhile, getRelease, requireRelease } from './releases.ts';
import { listDueReleases, type Move, moveRelease } from './state-queries.ts';

/**
 * A change of state: of which release, and by whom. Where `expected` names a revision, nothing is done
 * with another one (`precondition_failed`), so that nobody shows words that they have not seen.
 */
export type StateChange = Act & { releaseId: string; expected?: number | '*' };

/**
 * Shows a draft or scheduled release from this moment on. Its display date, where it has none, is
 * today's (UTC). Throws `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function publish(trx: Db, change: StateChange, now: Date): Promise<Release> {
  const before = await requireEdition(trx, change);
  expectPossible('publish', before, now);
  const move = { ...goneLive(now.toISOString()), publishAt: null };
  if (!(await carryOut(trx, change, { verb: 'publish', before, move }, now)))
    throw lostRace(change);
  return getRelease(trx, change.projectId, change.releaseId);
}

/**
 * Lets a draft or scheduled release become visible at `publishAt`, by the clock alone. Throws
 * `time_invalid` for a moment that is not ahead, `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function schedule(
  trx: Db,
  { publishAt, ...change }: StateChange & { publishAt: Date },
  now: Date,
): Promise<Release> {
  const before = await requireEdition(trx, change);
  expectPossible('schedule', before, now);
  if (publishAt <= now) throw refuse('time_invalid', '/at', 'This moment has passed.');
  const move = { publishAt: publishAt.toISOString() };
  if (!(await carryOut(trx, change, { verb: 'schedule', before, move }, now)))
    throw lostRace(change);
  return getRelease(trx, change.projectId, change.releaseId);
}

/**
 * Makes a scheduled release a draft again, as long as its time has not come. Throws `not_found`,
 * `precondition_failed` and `wrong_state`.
 */
export async function unschedule(trx: Db, change: StateChange, now: Date): Promise<Release> {
  const before = await requireEdition(trx, change);
  expectPossible('unschedule', before, now);
  const move = { publishAt: null };
  if (!(await carryOut(trx, change, { verb: 'unschedule', before, move }, now)))
    throw lostRace(change);
  return getRelease(trx, change.projectId, change.releaseId);
}

/**
 * Takes a live or held release back: it is gone from whatever visitors see; the record and its
 * answers stay. Throws `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function rollBack(
  trx: Db,
  { reason, ...change }: StateChange & { reason: string },
  now: Date,
): Promise<Release> {
  // The clock's own stamp is no change that somebody has yet to see.
  const isStamped = await stamp(trx, { ...change, actor: 'system' }, now);
  const due: StateChange = isStamped ? { ...change, expected: '*' } : change;
  const before = await requireEdition(trx, due);
  expectPossible('roll_back', before, now);
  const rolledBackAt = now.toISOString();
  const move = { rolledBackAt, rollBackReason: reason };
  if (!(await carryOut(trx, due, { verb: 'roll_back', before, move }, now))) throw lostRace(due);
  return getRelease(trx, change.projectId, change.releaseId);
}

/**
 * Writes down that scheduled releases of any project have become visible: `publishedAt` is what
 * `publishAt` promised. However many nodes notice at once, each release is published once, with one
 * audit entry and one message. Gives the number that this call stamped.
 */
export async function stampDue(
  deps: { database: Database; notices: ChangeNotices; randomId: () => string },
  now: Date,
): Promise<number> {
  const { database, randomId } = deps;
  const due = await listDueReleases(database.reader, now.toISOString());
  let stamped = 0;
  for (const one of due) {
    const change = { ...one, actor: 'system', dialect: database.dialect, randomId };
    if (await transact(deps, (trx) => stamp(trx, change, now))) stamped += 1;
  }
  return stamped;
}

/** Gives false where it is not due, or another node was first. */
async function stamp(trx: Db, change: StateChange, now: Date): Promise<boolean> {
  const before = await requireRelease(trx, change.projectId, change.releaseId);
  if (before.state !== 'scheduled' || !before.publishAt || !isOut(before, now)) return false;
  const move = goneLive(before.publishAt);
  return carryOut(trx, change, { verb: 'publish', before, move }, now);
}

/** The release, where it is the expected edition. */
async function requireEdition(trx: Db, change: StateChange): Promise<ReleaseFacts> {
  const { projectId, releaseId, expected = '*' } = change;
  const found = await requireRelease(trx, projectId, releaseId);
  if (expected !== '*' && expected !== found.revision) throw changedMeanwhile();
  return found;
}

function goneLive(publishedAt: string) {
  return { publishedAt, displayDate: publishedAt.slice(0, 10) };
}

/** The move and all that goes with it. Gives false, with nothing done, where it came too late. */
async function carryOut(
  trx: Db,
  { projectId, actor, dialect, randomId, expected = '*' }: StateChange,
  { verb, before, move }: { verb: TransitionVerb; before: ReleaseFacts; move: Omit<Move, 'state'> },
  now: Date,
): Promise<boolean> {
  const { to: state, message: kind } = transitions[verb];
  const whole = { ...move, state };
  const after = await moveRelease(trx, projectId, { before, expected }, whole, now.toISOString());
  if (!after) return false;
  const change = { action: `release.${verb}`, subject: `release:${after.id}` };
  const states = { before: stateOf(before), after: stateOf(after) };
  await recordAudit(trx, { projectId, actor, ...change, ...states }, now);
  const payload = { release: after.id, version: after.version, ...stateOf(after) };
  if (kind) await enqueue(trx, { projectId, id: randomId(), kind, payload }, now);
  // Nobody sees a release whose time has not come.
  const isHidden = state === 'draft' || state === 'scheduled';
  const raise = isHidden ? raisePrivateRevision : raiseRevision;
  await raise(trx, dialect, projectId);
  return true;
}

function stateOf(release: ReleaseFacts) {
  const { state, publishAt, publishedAt, displayDate, rolledBackAt, rollBackReason } = release;
  return { state, publishAt, publishedAt, displayDate, rolledBackAt, rollBackReason };
}

const participles = {
  publish: 'published',
  schedule: 'scheduled',
  unschedule: 'unscheduled',
  roll_back: 'rolled back',
} as const satisfies Record<TransitionVerb, string>;

/** Throws `wrong_state` unless the release can make this transition now. */
function expectPossible(verb: TransitionVerb, release: ReleaseFacts, now: Date): void {
  const state = stateAt(release, now);
  if (isPossible(verb, state)) return;
  const needed = transitions[verb].from.map((from) => (from === 'draft' ? 'a draft' : from));
  throw new AppError(
    'wrong_state',
    `Only a release that is ${needed.join(' or ')} can be ${participles[verb]}; this one is ${state.replace('_', ' ')}.`,
  );
}

function lostRace({ expected = '*' }: StateChange): AppError {
  if (expected !== '*') return changedMeanwhile();
  return new AppError('wrong_state', 'Someone else has just changed its state. Look at it anew.');
}
