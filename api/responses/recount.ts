import type { Db } from '../db/database.ts';
import type { EditionRecord, ResponseRecord } from '../db/schema/response-columns.ts';
import { recountExposures } from '../exposures/recount.ts';
import { listPublishTimes } from '../releases/state-queries.ts';
import { type CountRow, createCounts } from '../tallies/counts.ts';
import { tally } from '../tallies/tallies.ts';
import { listTallies, type TallyKey } from '../tallies/tally-queries.ts';
import { noRelease } from './answer.ts';
import { listEditions } from './edition-queries.ts';
import { effectiveRatingOf } from './effective-rating.ts';
import { listReleaseResponses } from './queries.ts';

/** A stored row that does not follow from the stored answers and exposures. */
export interface StoredMismatch {
  table: 'response' | 'tally' | 'tally_total' | 'exposure_tally';
  /** The row's key; for a tally, also the `count` by which the stored one is too low. */
  row: object;
}

/**
 * Computes every response and every tally again, release by release, and lists the rows stored
 * differently. There should be none, even after edits (docs/scores.md#tallies). Reads all answers,
 * so it is a check for operators and tests, never for a page.
 */
export async function recount(db: Db, projectId: string): Promise<StoredMismatch[]> {
  const differences: StoredMismatch[] = [];
  for (const releaseId of [noRelease, ...(await listPublishTimes(db, projectId)).keys()]) {
    differences.push(...(await recountRelease(db, projectId, releaseId)));
  }
  return differences;
}

async function recountRelease(db: Db, projectId: string, releaseId: string) {
  const exposures = await recountExposures(db, projectId, releaseId);
  const records = await listReleaseResponses(db, projectId, releaseId);
  const editions = groupByResponse(await listEditions(db, records));
  const wrong = records.filter((record) => {
    const shownAt = exposures.firstShownAt.get(record.visitorId) ?? record.occurredAt;
    return !matchesStored(record, editions.get(record.id) ?? [], shownAt);
  });
  const { days, totals } = await listTallies(db, projectId, releaseId);
  return [
    ...wrong.map(({ id }) => mismatch('response', { project_id: projectId, id })),
    ...missing(records, days).map((row) => mismatch('tally', row)),
    ...missing(records.map(withoutDay), totals).map((row) => mismatch('tally_total', row)),
    ...exposures.missing.map((row) => mismatch('exposure_tally', row)),
  ];
}

function mismatch(table: StoredMismatch['table'], row: object): StoredMismatch {
  return { table, row };
}

function matchesStored(
  record: ResponseRecord,
  editions: EditionRecord[],
  shownAt: string,
): boolean {
  const { current, ...expected } = effectiveRatingOf(editions, shownAt);
  return (
    record.firstRating === expected.firstRating &&
    record.inWindow === expected.inWindow &&
    JSON.stringify(scoredRatingOf(record)) === JSON.stringify(expected.scored) &&
    record.currentRevision === current.n &&
    record.rating === current.rating &&
    record.state === current.state &&
    record.latestRevision === editions.length
  );
}

/** Returns what is missing in the stored counts, over all slots. */
function missing(records: readonly ResponseRecord[], stored: readonly CountRow<TallyKey>[]) {
  const counts = createCounts<TallyKey>();
  for (const record of records) tally(counts, record, { slot: 0, by: 1 });
  for (const { count, dimension, value, ...key } of stored) {
    counts.add({ ...key, slot: 0 }, [[dimension, value]], -count);
  }
  return counts.rows();
}

function withoutDay(record: ResponseRecord): ResponseRecord {
  return { ...record, scoredDay: record.scoredDay && '' };
}

function groupByResponse(editions: readonly EditionRecord[]): Map<string, EditionRecord[]> {
  const groups = new Map<string, EditionRecord[]>();
  for (const edition of editions) {
    const group = groups.get(edition.responseId);
    if (group) group.push(edition);
    else groups.set(edition.responseId, [edition]);
  }
  return groups;
}

function scoredRatingOf({
  scoredRating: rating,
  scoredDay: day,
  scoredChoices: choices,
}: ResponseRecord) {
  return rating === null || day === null ? null : { rating, day, choices };
}
