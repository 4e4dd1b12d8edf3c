import { type ReleaseState, type TransitionVerb, transitions } from '../../contract/vocabulary.ts';

/** The fields that determine a release's state. Instants are ISO text, which sorts by time. */
export interface ReleaseStateFields {
  state: ReleaseState;
  publishAt: string | null;
  expiresAt: string | null;
}

/**
 * Returns the state of a release at `now`. A scheduled release is live from its `publishAt`, even
 * if it has not been stamped yet.
 */
export function stateAt({ state, publishAt }: ReleaseStateFields, now: Date): ReleaseState {
  const due = publishAt !== null && publishAt <= now.toISOString();
  return state === 'scheduled' && due ? 'live' : state;
}

/** Whether visitors may see the release. For a held one, the rollout decides which visitors. */
export function isVisible(release: ReleaseStateFields, now: Date): boolean {
  const { expiresAt } = release;
  if (expiresAt !== null && expiresAt <= now.toISOString()) return false;
  return isLiveOrHeld(release, now);
}

/** Whether the release is live or held, expired or not, and can be rolled back. */
export function isLiveOrHeld(release: ReleaseStateFields, now: Date): boolean {
  return ['live', 'held'].includes(stateAt(release, now));
}

/** Whether no visitor can have seen it, so that it can be published, scheduled or deleted. */
export function isDraftOrScheduled(release: ReleaseStateFields, now: Date): boolean {
  return ['draft', 'scheduled'].includes(stateAt(release, now));
}

/** Whether visitors may have seen a release. `publishTimes` comes from `listPublishTimes`. */
export function hasBeenPublished(
  publishTimes: ReadonlyMap<string, string | null>,
  releaseId: string,
  now: Date,
): boolean {
  const publishAt = publishTimes.get(releaseId);
  return publishAt !== undefined && (publishAt ?? '') <= now.toISOString();
}

/** Whether feeds show releases in this state, now or when their time comes. */
export function isActiveState(state: ReleaseState): boolean {
  return ['scheduled', 'live', 'held'].includes(state);
}

/** Returns the first instant after `now` at which time changes what is visible; null for never. */
export function nextChangeAt(releases: readonly ReleaseStateFields[], now: Date): string | null {
  const moments = releases.flatMap(({ state, publishAt, expiresAt }) =>
    state === 'scheduled' ? [publishAt, expiresAt] : [expiresAt],
  );
  const ahead = moments.filter((moment) => moment !== null && moment > now.toISOString());
  return ahead.sort()[0] ?? null;
}

const pastParticiples = {
  publish: 'published',
  schedule: 'scheduled',
  unschedule: 'unscheduled',
  roll_back: 'rolled back',
} as const satisfies Record<TransitionVerb, string>;

/**
 * Returns the states in which a transition can begin, as a sentence without a full stop for errors
 * and the API's documentation.
 */
export function requirementOf(verb: TransitionVerb): string {
  const states = transitions[verb].from.join(' or ');
  return `Only a ${states} release can be ${pastParticiples[verb]}`;
}
