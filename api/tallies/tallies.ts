import type { Standing, Surface } from '../../contract/vocabulary.ts';
import { type Buckets, dimensionsCounted } from './buckets.ts';
import type { Counts, DimensionValue } from './counts.ts';
import type { TallyKey } from './tally-queries.ts';

/** What of a response is counted. */
export interface CountedResponse {
  projectId: string;
  releaseId: string;
  surveyId: string;
  surveyVersion: number;
  surface: Surface;
  standing: Standing;
  inWindow: boolean;
  quarantined: boolean;
  buckets: Buckets;
  /** The rating that counts, the day it counts for, and the choices that say why. */
  scored: {
    rating: number;
    day: string;
    choices: readonly (readonly [question: string, choice: string])[];
  } | null;
}

/**
 * Adds a response to the counts, or with -1 takes it away; one without a rating, or in quarantine, is
 * in none. A choice is counted as a value of its question, `answer:reasons`; a survey has few of
 * them, so that the 50 do not apply.
 */
export function tally(
  counts: Counts<TallyKey>,
  record: CountedResponse,
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
