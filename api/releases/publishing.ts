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
 * A change of a release's state. If `expected` names a revision, no other one is changed
 * (`precondition_failed`), so that nobody shows words that they have not seen.
 */
interface TransitionRequest {
  releaseId: string;
  expected?: number | '*';
}

/**
 * Shows a draft or scheduled release from this moment on. Its display date, if it has none, is today's
 * (UTC). The route checks who may do this: `transitions.publish.role`. Throws `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function publish(change: Change, request: TransitionRequest): Promise<Release> {
  const before = await requireEdition(change, request);
  expectPossible('publish', before, change.now);
  const update = { ...publicationFields(change.now.toISOString()), publishAt: null };
  return runTransition(change, request, { verb: 'publish', before, update });
}

/**
 * Lets a draft or scheduled release become visible at `publishAt`, by the clock alone. Throws
 * `time_invalid` for a moment that is not ahead, `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function schedule(
  change: Change,
  { publishAt, ...request }: TransitionRequest & { publishAt: Date },
): Promise<Release> {
  const before = await requireEdition(change, request);
  expectPossible('schedule', before, change.now);
  if (publishAt <= change.now) throw invalidField('time_invalid', '/at', 'This moment has passed.');
  const update = { publishAt: publishAt.toISOString() };
  return runTransition(change, request, { verb: 'schedule', before, update });
}

/**
 * Makes a scheduled release a draft again, as long as its time has not come. Throws `not_found`,
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
 * Takes a live or held release back: it is gone from whatever visitors see; the record and its
 * answers stay. Throws `not_found`, `precondition_failed` and `wrong_state`.
 */
export async function rollBack(
  change: Change,
  { reason, ...request }: TransitionRequest & { reason: string },
): Promise<Release> {
  // The clock's own stamp is no change that somebody has yet to see.
  const isStamped = await stamp(change.as(system), request.releaseId);
  const adjusted: TransitionRequest = isStamped ? { ...request, expected: '*' } : request;
  const before = await requireEdition(change, adjusted);
  expectPossible('roll_back', before, change.now);
  const update = { rolledBackAt: change.now.toISOString(), rollBackReason: reason };
  return runTransition(change, adjusted, { verb: 'roll_back', before, update });
}

/**
 * Writes down that scheduled releases, of one project or of all, have become visible: `publishedAt` is
 * what `publishAt` promised. However many nodes notice at once, each release is published once, with
 * one audit entry and one message. Returns the number that this call stamped. One that fails holds up
 * no other; the first error is thrown at the end.
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

/** False if it is not due, or another node was first. */
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

/** The release, where it is the expected edition. */
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

/** Returns the release after the transition. Throws if someone else was first. */
async function runTransition(
  change: Change,
  { expected = '*' }: TransitionRequest,
  transition: ReleaseTransition,
): Promise<Release> {
  if (!(await applyTransition(change, transition, expected)))
    throw transitionConflictError(expected);
  return getRelease(change.trx, change.projectId, transition.before.id);
}

/** The transition and all that goes with it. False, with nothing changed, if it came too late. */
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
  // Nobody sees a release whose time has not come.
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
  const message = `${requirementOf(verb)}; this one is ${state.replace('_', ' ')}.`;
  throw new AppError('wrong_state', message);
}

function transitionConflictError(expected: number | '*'): AppError {
  if (expected !== '*') return changedReleaseError();
  return new AppError('wrong_state', 'Someone else has just changed its state. Look at it anew.');
}
