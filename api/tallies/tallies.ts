import type { IdentityLevel, Surface } from '../../contract/vocabulary.ts';
import { type Buckets, tallyDimensions } from './buckets.ts';
import type { Counts, DimensionValue } from './counts.ts';
import type { TallyKey } from './tally-queries.ts';

/** The fields of a response that determine its counts. */
export interface CountedResponse {
  projectId: string;
  releaseId: string;
  surveyId: string;
  surveyVersion: number;
  channel: Surface;
  identityLevel: IdentityLevel;
  inWindow: boolean;
  quarantined: boolean;
  buckets: Buckets;
  /** The rating that counts, and the day it counts for; both null if there is none. */
  scoredRating: number | null;
  scoredDay: string | null;
  /** The choices made with that rating. */
  scoredChoices: readonly (readonly [question: string, choice: string])[];
}

/**
 * Adds a response to the counts, or subtracts it if `by` is -1; one without a rating, or in
 * quarantine, is in none. Called when a response is stored (`responses/response-batch.ts`) and when
 * its visitor is held back or released (`responses/held/settle.ts`). A choice is counted as a value
 * of its question, `answer:reasons`; a survey has few choices, so the limit of 50 does not apply.
 */
export function tally(
  counts: Counts<TallyKey>,
  record: CountedResponse,
  { slot, by }: { slot: number; by: 1 | -1 },
): void {
  const { scoredRating: rating, scoredDay: day } = record;
  if (rating === null || day === null || record.quarantined) return;
  const reasons = record.scoredChoices.map(
    ([question, choice]): DimensionValue => [`answer:${question}`, choice],
  );
  const key = {
    project_id: record.projectId,
    release_id: record.releaseId,
    survey_id: record.surveyId,
    survey_version: record.surveyVersion,
    surface: record.channel,
    standing: record.identityLevel,
    in_window: record.inWindow ? 1 : 0,
    rating,
    slot,
    day,
  };
  counts.add(key, [...tallyDimensions(record.buckets), ...reasons], by);
}
