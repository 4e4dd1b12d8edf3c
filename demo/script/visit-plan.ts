import { dayMs, hourMs, minuteMs, workingTime } from './calendar.ts';
import { type CommentPool, type Sentiment, sentimentOf } from './comments.ts';
import type { ExposureVisit, RatingVisit, Visit } from './events.ts';
import { type ReleasePeriod, versionAt } from './publishing-plan.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { DemoVisitor } from './visitors.ts';

/** The average number of days until a visitor of usual keenness comes. */
const meanDelayDays = 1.6;

const channels = [
  { surface: 'panel', weight: 68 },
  { surface: 'inline', weight: 14 },
  { surface: 'prompt', weight: 13 },
  { surface: 'link', weight: 5 },
] as const;

/** The ids are those of the default survey. */
const reasons: Record<Sentiment, readonly string[]> = {
  happy: ['easier', 'faster', 'what_i_needed', 'looks_better'],
  undecided: ['did_not_notice', 'missing', 'harder', 'other'],
  unhappy: ['harder', 'slower', 'broken', 'missing'],
};

/** The visitors, and what their visits are made from. */
export interface VisitContext {
  visitors: readonly DemoVisitor[];
  periods: readonly ReleasePeriod[];
  comments: CommentPool;
  random: SeededRandom;
}

/** Returns what every visitor has seen of every release, and said of it, in no particular order. */
export function planVisits(context: VisitContext): Visit[] {
  return context.periods.flatMap((period) =>
    context.visitors.flatMap((visitor) => planVisit(context, period, visitor)),
  );
}

function planVisit(context: VisitContext, period: ReleasePeriod, visitor: DemoVisitor): Visit[] {
  const { random, periods } = context;
  if (!random.chance(period.reception.shown)) return [];
  const shownAt = arrivalTime(period, visitor, random);
  const isRead = random.chance(period.reception.read);
  const readAt = isRead ? addMs(shownAt, random.between(4_000, 50_000)) : null;
  const at = readAt ?? shownAt;
  if (at >= period.to) return [];
  const base = { version: period.version, visitor, runningVersion: versionAt(periods, shownAt) };
  const clicked = isRead && random.chance(0.12);
  const exposure: ExposureVisit = { ...base, kind: 'exposure', at, shownAt, readAt, clicked };
  const ratings = readAt ? planRatings(context, period, exposure, readAt) : [];
  return [exposure, ...ratings.filter((rating) => rating.at < period.to)];
}

/** Most visitors come within two days of publication, and fewer later: an exponential decay. */
function arrivalTime(
  { from }: ReleasePeriod,
  { keenness, utcHours }: DemoVisitor,
  random: SeededRandom,
): Date {
  const delayMs = (-Math.log(1 - random.next()) * meanDelayDays * dayMs) / keenness;
  const notBeforeMs = from.getTime();
  return new Date(workingTime(notBeforeMs + delayMs, { utcHours, notBeforeMs }, random));
}

function planRatings(
  context: VisitContext,
  period: ReleasePeriod,
  { version, visitor, runningVersion }: ExposureVisit,
  readAt: Date,
) {
  const { random, comments } = context;
  const { surface } = random.pickWeighted(channels);
  const base = { kind: 'rating', version, visitor, runningVersion, surface } as const;
  const delayMs = random.chance(0.12)
    ? random.between(3, 40) * hourMs
    : random.between(3_000, 240_000);
  const at = addMs(readAt, delayMs);
  if (!random.chance(period.reception.answered)) {
    return surface === 'prompt' && random.chance(0.4)
      ? [declinePrompt({ ...base, at }, random)]
      : [];
  }
  const rating = pickRating(period, random);
  const feedback = pickFeedback(version, rating, visitor, { comments, random });
  const first: RatingVisit = { ...base, ...feedback, at, revision: 1, state: 'complete', rating };
  return random.chance(0.08) ? [first, reviseRating(first, rating, random)] : [first];
}

function declinePrompt(
  base: Pick<RatingVisit, 'kind' | 'version' | 'visitor' | 'runningVersion' | 'surface' | 'at'>,
  random: SeededRandom,
): RatingVisit {
  const state = random.chance(0.6) ? 'later' : 'dismissed';
  return { ...base, state, revision: 1, rating: null, reasons: [], comment: null };
}

function pickRating({ reception }: ReleasePeriod, random: SeededRandom): number {
  return random.pickWeighted(
    reception.ratings.map((weight, index) => ({ weight, rating: index + 1 })),
  ).rating;
}

/** A visitor who has a comment on this very release usually writes it; others seldom write. */
function pickFeedback(
  version: string,
  rating: number,
  { locale }: DemoVisitor,
  { comments, random }: Pick<VisitContext, 'comments' | 'random'>,
): Pick<RatingVisit, 'reasons' | 'comment'> {
  const language = locale.slice(0, 2);
  const hasComment = random.chance(comments.has(version, rating, language) ? 0.85 : 0.3);
  const comment = hasComment ? comments.take(version, rating, language) : undefined;
  if (comment) return { reasons: [comment.reason], comment: comment.text };
  const chosenReasons = random.chance(0.6) ? [random.pick(reasons[sentimentOf(rating)])] : [];
  return { reasons: chosenReasons, comment: null };
}

/** Returns a later revision. The reasons and the comment stay if they still fit the rating. */
function reviseRating(first: RatingVisit, rating: number, random: SeededRandom): RatingVisit {
  const newRating =
    rating <= 3 ? rating + random.pick([1, 2]) : rating === 4 ? 5 : random.pick([3, 4]);
  const keepsSentiment = sentimentOf(newRating) === sentimentOf(rating);
  return {
    ...first,
    at: addMs(first.at, random.between(1, 60 * 48) * minuteMs),
    revision: 2,
    rating: newRating,
    ...(!keepsSentiment && { reasons: [], comment: null }),
  };
}

function addMs(date: Date, ms: number): Date {
  return new Date(date.getTime() + Math.round(ms));
}
