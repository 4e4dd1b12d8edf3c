import type { Counts, DimensionValue } from '../db/counts.ts';
import { dimensionsCounted } from '../visitors/buckets.ts';
import type { ResponseRecord } from './queries.ts';
import type { TallyKey } from './tally-queries.ts';

/**
 * Adds a response to the counts, or with -1 takes it away; one without a rating, or in quarantine, is
 * in none. A choice is counted as a value of its question, `answer:reasons`; a survey has few of
 * them, so that the 50 do not apply.
 */
export function tally(
  counts: Counts<TallyKey>,
  record: ResponseRecord,
  { slot, by }: { slot: number; by: 1 | -1 },
): void {
  const { scored } = record;
  if (!scored || record.quarantined) return;
  const reasons = scored.choices.map(
    ([question, choice]): DimensionValue => [`answer:${question}`, choice],
  );
  const key = {
    project_id: record.projectId,
    release_id: record.releaseId,
    survey_id: record.surveyId,
    survey_version: record.surveyVersion,
    surface: record.surface,
    standing: record.standing,
    in_window: record.inWindow ? 1 : 0,
    rating: scored.rating,
    slot,
    day: scored.day,
  };
  counts.add(key, [...dimensionsCounted(record.buckets), ...reasons], by);
}
