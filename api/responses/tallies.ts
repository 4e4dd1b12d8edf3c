import { dimensionsCounted } from '../visitors/buckets.ts';
import type { ResponseRecord } from './queries.ts';
import type { TallyKey } from './tally-queries.ts';

/**
 * Under which keys a response is counted; none without a rating, or in quarantine. The parts of a
 * key stand in the order of the columns that it is compared with. A choice is counted as a value of
 * its question, `answer:reasons`; a survey has few of them, so that the 50 do not apply.
 */
export function keysOf(record: ResponseRecord, slot: number): TallyKey[] {
  const { scored } = record;
  if (!scored || record.quarantined) return [];
  const reasons = scored.choices.map(
    ([question, choice]) => [`answer:${question}`, choice] as const,
  );
  return [...dimensionsCounted(record.buckets), ...reasons].map(([dimension, value]) => ({
    project_id: record.projectId,
    release_id: record.releaseId,
    survey_id: record.surveyId,
    survey_version: record.surveyVersion,
    dimension,
    value,
    surface: record.surface,
    standing: record.standing,
    in_window: record.inWindow ? 1 : 0,
    rating: scored.rating,
    slot,
    day: scored.day,
  }));
}
