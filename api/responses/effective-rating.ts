import type { EditionRecord, ScoredChoice } from '../db/schema/response-columns.ts';

/** One edition of a response. */
export type ResponseEdition = Omit<EditionRecord, 'projectId' | 'responseId'>;

/** What a response says in the end, given all its editions. */
export interface EffectiveRating<E> {
  /** What holds now, as the visitor sees it. */
  current: E;
  /** The first rating received: the guardrail's. */
  firstRating: number | null;
  /** The rating that counts, the day it counts for, and why it was given; null without a rating. */
  scored: { rating: number; day: string; choices: ScoredChoice[] } | null;
  /** Whether it was given in time. */
  inWindow: boolean;
}

type EditionInput = Pick<
  ResponseEdition,
  'n' | 'clientId' | 'clientRevision' | 'state' | 'rating' | 'answers' | 'occurredAt'
>;

/** How long after the first exposure an answer counts (docs/scores.md#which-rating-counts). */
const windowMs = 14 * 24 * 60 * 60 * 1000;

/**
 * Judges a response by its editions, one or more. Counted is the latest rating given within 14 days
 * of `shownAt`, on the day of the first of these received; where there is none, the latest rating
 * outside. It does not matter when this is asked: the same editions give the same verdict.
 */
export function effectiveRatingOf<E extends EditionInput>(
  editions: readonly E[],
  shownAt: string,
): EffectiveRating<E> {
  const ordered = inOrder(editions);
  const current = ordered.at(-1);
  if (!current) throw new Error('A response has at least one edition.');
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
 * The choices among some answers, each once and sorted. They are the only ones that are lists: words
 * of the visitor's own must not get into tallies, which outlive them.
 */
function choicesIn(answers: Record<string, unknown>): ScoredChoice[] {
  const chosen = Object.entries(answers).flatMap(([question, answer]) =>
    Array.isArray(answer)
      ? [...new Set<string>(answer)].map((id): ScoredChoice => [question, id])
      : [],
  );
  return chosen.sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1));
}

/** Whether an edition has a rating that can be in a score: not one beside "not now". */
export function hasCountedRating<E extends EditionInput>(
  edition: E,
): edition is E & { rating: number } {
  return edition.rating !== null && ['complete', 'partial'].includes(edition.state);
}

/**
 * Oldest first. One client's editions follow its own numbers, in whatever order they came; those of
 * several clients (two tabs) follow each other as they were received. An edition that was overtaken
 * by a later one of its client stands right before that.
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
