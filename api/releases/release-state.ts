import { type ReleaseState, type TransitionVerb, transitions } from '../../contract/vocabulary.ts';

/** What of a release decides where it stands. Instants are ISO text, which compares as time does. */
export interface ReleaseStateFields {
  state: ReleaseState;
  publishAt: string | null;
  expiresAt: string | null;
}

/**
 * Where a release stands at a moment: a scheduled one is live from `publishAt` on, whether or not
 * anybody has stamped it yet.
 */
export function stateAt({ state, publishAt }: ReleaseStateFields, now: Date): ReleaseState {
  const due = publishAt !== null && publishAt <= now.toISOString();
  return state === 'scheduled' && due ? 'live' : state;
}

/** Whether visitors may see it. What a hold means for each of them is the rollout's question. */
export function isVisible(release: ReleaseStateFields, now: Date): boolean {
  const { expiresAt } = release;
  if (expiresAt !== null && expiresAt <= now.toISOString()) return false;
  return isLiveOrHeld(release, now);
}

/** Live or held, expired or not: what can be rolled back. */
export function isLiveOrHeld(release: ReleaseStateFields, now: Date): boolean {
  return ['live', 'held'].includes(stateAt(release, now));
}

/** Whether no visitor can have seen it: it may still be published, scheduled anew or deleted. */
export function isDraftOrScheduled(release: ReleaseStateFields, now: Date): boolean {
  return ['draft', 'scheduled'].includes(stateAt(release, now));
}

/** Whether visitors may have seen a release by now. `openings` are as `listPublishTimes` returns them. */
export function hasBeenPublished(
  publishTimes: ReadonlyMap<string, string | null>,
  releaseId: string,
  now: Date,
): boolean {
  const publishAt = publishTimes.get(releaseId);
  return publishAt !== undefined && (publishAt ?? '') <= now.toISOString();
}

/** Whether a node that compiles feeds needs to read it: now, or when its time comes. */
export function isActiveState(state: ReleaseState): boolean {
  return ['scheduled', 'live', 'held'].includes(state);
}

/** The first moment after `now` at which time alone changes what is visible; null for never. */
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

/** Which states a transition begins in, in words for errors and the API's documentation: no full stop. */
export function requirementOf(verb: TransitionVerb): string {
  const needed = transitions[verb].from.map((from) => (from === 'draft' ? 'a draft' : from));
  return `Only a release that is ${needed.join(' or ')} can be ${pastParticiples[verb]}`;
}
