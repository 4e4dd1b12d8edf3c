import { dayMs, hourMs, minuteMs, workingTime } from './calendar.ts';
import { type CommentBox, type Leaning, leaningOf } from './comments.ts';
import type { MadeVisitor } from './crowd.ts';
import type { Rating, Sighting, Visit } from './events.ts';
import { ranAt, type Season } from './publishing-plan.ts';
import type { Lots } from './seeded-random.ts';

/** On average so many days pass until somebody of usual keenness comes by. */
const meanDelayDays = 1.6;

const surfaces = [
  { surface: 'panel', weight: 68 },
  { surface: 'inline', weight: 14 },
  { surface: 'prompt', weight: 13 },
  { surface: 'link', weight: 5 },
] as const;

/** The ids are those of the default survey. */
const reasons: Record<Leaning, readonly string[]> = {
  happy: ['easier', 'faster', 'what_i_needed', 'looks_better'],
  undecided: ['did_not_notice', 'missing', 'harder', 'other'],
  unhappy: ['harder', 'slower', 'broken', 'missing'],
};

/** Who comes, and what visits are drawn with. */
export interface Cast {
  visitors: readonly MadeVisitor[];
  seasons: readonly Season[];
  comments: CommentBox;
  lots: Lots;
}

/** What every visitor has seen of every release, and said of it, in no order. */
export function planVisits(cast: Cast): Visit[] {
  return cast.seasons.flatMap((season) =>
    cast.visitors.flatMap((visitor) => planVisit(cast, season, visitor)),
  );
}

function planVisit(cast: Cast, season: Season, visitor: MadeVisitor): Visit[] {
  const { lots, seasons } = cast;
  if (!lots.falls(season.reception.shown)) return [];
  const shownAt = arrival(season, visitor, lots);
  const reads = lots.falls(season.reception.read);
  const readAt = reads ? later(shownAt, lots.between(4_000, 50_000)) : null;
  const at = readAt ?? shownAt;
  if (at >= season.to) return [];
  const base = { version: season.version, visitor, ran: ranAt(seasons, shownAt) };
  const clicked = reads && lots.falls(0.12);
  const sighting: Sighting = { ...base, kind: 'sighting', at, shownAt, readAt, clicked };
  const ratings = readAt ? planRatings(cast, season, sighting, readAt) : [];
  return [sighting, ...ratings.filter((rating) => rating.at < season.to)];
}

/** Most come within two days of the publication, and ever fewer later: an exponential decay. */
function arrival({ from }: Season, { keenness, utcHours }: MadeVisitor, lots: Lots): Date {
  const delayMs = (-Math.log(1 - lots.next()) * meanDelayDays * dayMs) / keenness;
  const notBeforeMs = from.getTime();
  return new Date(workingTime(notBeforeMs + delayMs, { utcHours, notBeforeMs }, lots));
}

function planRatings(cast: Cast, season: Season, { version, visitor, ran }: Sighting, read: Date) {
  const { lots, comments } = cast;
  const { surface } = lots.weigh(surfaces);
  const base = { kind: 'rating', version, visitor, ran, surface } as const;
  const delayMs = lots.falls(0.12) ? lots.between(3, 40) * hourMs : lots.between(3_000, 240_000);
  const at = later(read, delayMs);
  if (!lots.falls(season.reception.answered)) {
    return surface === 'prompt' && lots.falls(0.4) ? [putOff({ ...base, at }, lots)] : [];
  }
  const rating = drawRating(season, lots);
  const said = drawWords(version, rating, visitor, { comments, lots });
  const first: Rating = { ...base, ...said, at, revision: 1, state: 'complete', rating };
  return lots.falls(0.08) ? [first, changedMind(first, rating, lots)] : [first];
}

function putOff(
  base: Pick<Rating, 'kind' | 'version' | 'visitor' | 'ran' | 'surface' | 'at'>,
  lots: Lots,
): Rating {
  const state = lots.falls(0.6) ? 'later' : 'dismissed';
  return { ...base, state, revision: 1, rating: null, reasons: [], comment: null };
}

function drawRating({ reception }: Season, lots: Lots): number {
  return lots.weigh(reception.ratings.map((weight, index) => ({ weight, rating: index + 1 })))
    .rating;
}

/** Who has something to say of this very release says it; others seldom write. */
function drawWords(
  version: string,
  rating: number,
  { locale }: MadeVisitor,
  { comments, lots }: Pick<Cast, 'comments' | 'lots'>,
): Pick<Rating, 'reasons' | 'comment'> {
  const language = locale.slice(0, 2);
  const writes = lots.falls(comments.has(version, rating, language) ? 0.85 : 0.3);
  const comment = writes ? comments.take(version, rating, language) : undefined;
  if (comment) return { reasons: [comment.reason], comment: comment.text };
  const ticked = lots.falls(0.6) ? [lots.pick(reasons[leaningOf(rating)])] : [];
  return { reasons: ticked, comment: null };
}

/** A later edition; its words stay where they still fit the rating. */
function changedMind(first: Rating, rating: number, lots: Lots): Rating {
  const changed = rating <= 3 ? rating + lots.pick([1, 2]) : rating === 4 ? 5 : lots.pick([3, 4]);
  const keeps = leaningOf(changed) === leaningOf(rating);
  return {
    ...first,
    at: later(first.at, lots.between(1, 60 * 48) * minuteMs),
    revision: 2,
    rating: changed,
    ...(!keeps && { reasons: [], comment: null }),
  };
}

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + Math.round(ms));
}
