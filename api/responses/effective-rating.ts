import type { EditionRecord, ScoredChoice } from '../db/schema/response-columns.ts';

/** One edition of a response. */
export type ResponseEdition = Omit<EditionRecord, 'projectId' | 'responseId'>;

/** What all editions of a response amount to. */
export interface EffectiveRating<E> {
  /** The edition that applies now, which the visitor sees. */
  current: E;
  /** The first rating received. It is meant for guardrails. */
  firstRating: number | null;
  /** The rating that counts, its day and the choices made with it; null without a rating. */
  scored: { rating: number; day: string; choices: ScoredChoice[] } | null;
  /** Whether the rating, or a current edition without one, was given in time. */
  inWindow: boolean;
}

type EditionInput = Pick<
  ResponseEdition,
  'n' | 'clientId' | 'clientRevision' | 'state' | 'rating' | 'answers' | 'occurredAt'
>;

/** How long after the first exposure an answer counts (docs/scores.md#which-rating-counts). */
const windowMs = 14 * 24 * 60 * 60 * 1000;

/**
 * Returns what a response's editions (at least one) amount to. The latest rating given within 14
 * days of `shownAt` counts, for the day of the first such rating received; if none was in time, the
 * latest rating. The result depends only on the editions, not on the time of the call.
 */
export function effectiveRatingOf<E extends EditionInput>(
  editions: readonly E[],
  shownAt: string,
): EffectiveRating<E> {
  const ordered = inOrder(editions);
  const current = ordered.at(-1);
  if (!current) throw new Error('A response must have at least one edition.');
  const rated = ordered.filter(hasCountedRating);
  const inTime = rated.filter((edition) => isInTime(edition, shownAt));
  const considered = inTime.length > 0 ? inTime : rated;
  const [last, first] = [considered.at(-1), firstReceived(considered)];
  return {
    current,
    firstRating: firstReceived(rated)?.rating ?? null,
    scored: last && first ? toScoredRating(last, first) : null,
    inWindow: inTime.length > 0 || (rated.length === 0 && isInTime(current, shownAt)),
  };
}

function toScoredRating(last: EditionInput & { rating: number }, first: EditionInput) {
  const { rating, answers } = last;
  return { rating, day: first.occurredAt.slice(0, 10), choices: choicesIn(JSON.parse(answers)) };
}

/**
 * Returns the choices among the answers, each once and sorted. Only choices are lists: a visitor's
 * text must not get into tallies, which are kept longer.
 */
function choicesIn(answers: Record<string, unknown>): ScoredChoice[] {
  const chosen = Object.entries(answers).flatMap(([question, answer]) =>
    Array.isArray(answer)
      ? [...new Set<string>(answer)].map((id): ScoredChoice => [question, id])
      : [],
  );
  return chosen.sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1));
}

/** Whether an edition has a rating that can count. A rating with "not now" cannot. */
export function hasCountedRating<E extends EditionInput>(
  edition: E,
): edition is E & { rating: number } {
  return edition.rating !== null && ['complete', 'partial'].includes(edition.state);
}

/**
 * Sorts editions, oldest first. Editions of one client follow its own numbers, whatever the order
 * of receipt; those of different clients (two tabs) follow the order of receipt. An edition
 * received after a later one of the same client comes directly before that one.
 */
function inOrder<E extends EditionInput>(editions: readonly E[]): readonly E[] {
  if (editions.length < 2) return editions;
  const newestFirst = [...editions].sort((a, b) => b.clientRevision - a.clientRevision);
  const overtakenBy = new Map<string, number>();
  const anchors = new Map<E, number>();
  for (const edition of newestFirst) {
    const anchor = Math.min(edition.n, overtakenBy.get(edition.clientId) ?? edition.n);
    overtakenBy.set(edition.clientId, anchor);
    anchors.set(edition, anchor);
  }
  const positionOf = (edition: E) => anchors.get(edition) ?? edition.n;
  return newestFirst.sort(
    (a, b) => positionOf(a) - positionOf(b) || a.clientRevision - b.clientRevision,
  );
}

function isInTime({ occurredAt }: EditionInput, shownAt: string): boolean {
  return Date.parse(occurredAt) - Date.parse(shownAt) <= windowMs;
}

function firstReceived<E extends EditionInput>(editions: readonly E[]): E | undefined {
  return editions.toSorted((a, b) => a.n - b.n)[0];
}
