import type { IdentityLevel, Surface } from '../../contract/vocabulary.ts';
import { type Buckets, tallyDimensions } from './buckets.ts';
import type { Counts, DimensionValue } from './counts.ts';
import type { TallyKey } from './tally-queries.ts';

/** What of a response is counted. */
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
  /** The choices that say why. */
  scoredChoices: readonly (readonly [question: string, choice: string])[];
}

/**
 * Adds a response to the counts, or with -1 takes it away; one without a rating, or in quarantine, is
 * in none. Called where a response is stored (`responses/response-batch.ts`) and where its visitor is held
 * back or released (`responses/held/settle.ts`). A choice is counted as a value of its question, `answer:reasons`; a survey has few of
 * them, so that the 50 do not apply.
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
