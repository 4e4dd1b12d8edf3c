import type { Release } from '../../contract/releases.ts';
import {
  isTransitionPossible,
  type TransitionVerb,
  transitions,
} from '../../contract/vocabulary.ts';
import { type Change, changeProject, system } from '../change/change.ts';
import type { ChangeNotices } from '../db/change-notices.ts';
import type { Database } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import { AppError, invalidField } from '../errors.ts';
import type { ReleaseRecord } from './queries.ts';
import { isLiveOrHeld, requirementOf, stateAt } from './release-state.ts';
import { changedReleaseError, getRelease, requireRelease } from './releases.ts';
import { listDueReleases, type ReleaseStateUpdate, updateReleaseState } from './state-queries.ts';

/**
 * A change of a release's state. If `expected` is a revision, a release with any other revision is
 * not changed (`precondition_failed`), so that no one publishes a text that they have not seen.
 */
interface TransitionRequest {
  releaseId: string;
  expected?: number | '*';
}

/**
 * Publishes a draft or scheduled release now. If it has no display date, the date becomes today
 * (UTC). The route checks the caller's role: `transitions.publish.role`. Throws `not_found`,
 * `precondition_failed` and `wrong_state`.
 */
export async function publish(change: Change, request: TransitionRequest): Promise<Release> {
  const before = await requireEdition(change, request);
  expectPossible('publish', before, change.now);
  const update = { ...publicationFields(change.now.toISOString()), publishAt: null };
  return runTransition(change, request, { verb: 'publish', before, update });
}

/**
 * Schedules a draft or scheduled release, which becomes visible at `publishAt` by the clock alone.
 * Throws `time_invalid` for a past time, `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function schedule(
  change: Change,
  { publishAt, ...request }: TransitionRequest & { publishAt: Date },
): Promise<Release> {
  const before = await requireEdition(change, request);
  expectPossible('schedule', before, change.now);
  if (publishAt <= change.now)
    throw invalidField('time_invalid', '/at', 'This time has passed. Choose a later one.');
  const update = { publishAt: publishAt.toISOString() };
  return runTransition(change, request, { verb: 'schedule', before, update });
}

/**
 * Makes a scheduled release a draft again if its time has not come. Throws `not_found`,
 * `precondition_failed` and `wrong_state`.
 */
export async function unschedule(change: Change, request: TransitionRequest): Promise<Release> {
  const before = await requireEdition(change, request);
  expectPossible('unschedule', before, change.now);
  return runTransition(change, request, {
    verb: 'unschedule',
    before,
    update: { publishAt: null },
  });
}

/**
 * Rolls back a live or held release: it disappears from everything that visitors see, and its
 * record and answers stay. Throws `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function rollBack(
  change: Change,
  { reason, ...request }: TransitionRequest & { reason: string },
): Promise<Release> {
  // A stamp raises the revision, but it is not a change that the caller has to see first.
  const isStamped = await stamp(change.as(system), request.releaseId);
  const adjusted: TransitionRequest = isStamped ? { ...request, expected: '*' } : request;
  const before = await requireEdition(change, adjusted);
  expectPossible('roll_back', before, change.now);
  const update = { rolledBackAt: change.now.toISOString(), rollBackReason: reason };
  return runTransition(change, adjusted, { verb: 'roll_back', before, update });
}

/**
 * Stamps scheduled releases that have become visible, of one project or of all: `publishedAt`
 * becomes the planned `publishAt`. However many nodes notice at once, each release is published
 * once, with one audit entry and one message. Returns the number of releases that this call
 * stamped. If one fails, the others are still stamped, and the first error is thrown at the end.
 */
export async function stampDue(
  deps: { database: Database; notices: ChangeNotices; randomId: () => string },
  now: Date,
  onlyProjectId?: string,
): Promise<number> {
  const due = await listDueReleases(deps.database.reader, now.toISOString(), onlyProjectId);
  const errors: unknown[] = [];
  let stamped = 0;
  for (const { projectId, releaseId } of due) {
    const options = { ...system, projectId, now, newId: deps.randomId };
    const stampOne = (change: Change) => stamp(change, releaseId);
    try {
      if (await transact(deps, (trx) => changeProject(trx, options, stampOne))) stamped += 1;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return stamped;
}

/** Returns false if the release is not due or another node was first. */
async function stamp(change: Change, releaseId: string): Promise<boolean> {
  const before = await requireRelease(change.trx, change.projectId, releaseId);
  if (before.state !== 'scheduled' || !before.publishAt || !isLiveOrHeld(before, change.now))
    return false;
  return applyTransition(change, {
    verb: 'publish',
    before,
    update: publicationFields(before.publishAt),
  });
}

/** Returns the expected revision of a release. Throws `not_found` and `precondition_failed`. */
async function requireEdition(
  { trx, projectId }: Change,
  { releaseId, expected = '*' }: TransitionRequest,
): Promise<ReleaseRecord> {
  const found = await requireRelease(trx, projectId, releaseId);
  if (expected !== '*' && expected !== found.revision) throw changedReleaseError();
  return found;
}

function publicationFields(publishedAt: string) {
  return { publishedAt, displayDate: publishedAt.slice(0, 10) };
}

interface ReleaseTransition {
  verb: TransitionVerb;
  before: ReleaseRecord;
  update: Omit<ReleaseStateUpdate, 'state'>;
}

/** Throws `precondition_failed` or `wrong_state` if another change was first. */
async function runTransition(
  change: Change,
  { expected = '*' }: TransitionRequest,
  transition: ReleaseTransition,
): Promise<Release> {
  if (!(await applyTransition(change, transition, expected)))
    throw transitionConflictError(expected);
  return getRelease(change.trx, change.projectId, transition.before.id);
}

/**
 * Stores the transition with its audit entry, message and revision. Returns false, with nothing
 * changed, if another change was first.
 */
async function applyTransition(
  change: Change,
  { verb, before, update }: ReleaseTransition,
  expected: number | '*' = '*',
): Promise<boolean> {
  const { trx, projectId, now } = change;
  const { to: state, message } = transitions[verb];
  const fullUpdate = { ...update, state };
  const after = await updateReleaseState(
    trx,
    projectId,
    { before, expected },
    fullUpdate,
    now.toISOString(),
  );
  if (!after) return false;
  const states = { before: stateOf(before), after: stateOf(after) };
  change.record(`release.${verb}`, `release:${after.id}`, states);
  const payload = { release: after.id, version: after.version, ...stateOf(after) };
  if (message) change.notify(message, payload);
  // Visitors do not see a release whose time has not come.
  if (state === 'draft' || state === 'scheduled') change.raisePrivateRevision();
  else change.raiseRevision();
  return true;
}

function stateOf(release: ReleaseRecord) {
  const { state, publishAt, publishedAt, displayDate, rolledBackAt, rollBackReason } = release;
  return { state, publishAt, publishedAt, displayDate, rolledBackAt, rollBackReason };
}

/** Throws `wrong_state` unless the release can make this transition now. */
function expectPossible(verb: TransitionVerb, release: ReleaseRecord, now: Date): void {
  const state = stateAt(release, now);
  if (isTransitionPossible(verb, state)) return;
  const message = `${requirementOf(verb)}. This release is ${state.replace('_', ' ')}.`;
  throw new AppError('wrong_state', message);
}

function transitionConflictError(expected: number | '*'): AppError {
  if (expected !== '*') return changedReleaseError();
  return new AppError(
    'wrong_state',
    'The state of this release has just changed. Reload and try again.',
  );
}
