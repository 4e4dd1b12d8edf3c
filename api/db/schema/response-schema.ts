import type { Generated } from 'kysely';
import type { ResponseState, Standing, Surface } from '../../../contract/vocabulary.ts';
import type { Flag } from './flag.ts';

/** The rows of answers and of the counts that scores are read from; part of `Schema`. */
export interface ResponseSchema {
  response: ResponseRow;
  response_revision: ResponseRevisionRow;
  tally: TallyRow & { day: string };
  tally_total: TallyRow;
}

interface ResponseRow {
  project_id: string;
  id: string;
  survey_id: string;
  survey_version: number;
  /** The nil UUID where the survey is not about a release, so that the unique key has no null. */
  release_id: string;
  visitor_id: string;
  first_rating: number | null;
  /** The latest rating, as the visitor sees it. */
  rating: number | null;
  /** The rating that counts: the latest given within the window, and the day it counts for. */
  scored_rating: number | null;
  scored_day: string | null;
  /** JSON: question and choice of each reason that goes with that rating. */
  scored_choices: string;
  /** The highest revision number given by the server, and the one that holds now. */
  latest_revision: number;
  current_revision: number;
  state: ResponseState;
  surface: Surface;
  locale: string | null;
  ran_version: string | null;
  account: string | null;
  traits: string;
  /** JSON: dimension → value under which it was tallied, so that an edit moves the same counts. */
  buckets: string;
  standing: Standing;
  in_window: Flag;
  quarantined: Flag;
  /** The visitor's held group; null for everyone else. */
  held_group: Generated<string | null>;
  occurred_at: string;
  received_at: string;
}

interface ResponseRevisionRow {
  project_id: string;
  response_id: string;
  /** The server's number, from 1, in order of receipt. */
  n: number;
  client_id: string;
  client_revision: number;
  state: ResponseState;
  rating: number | null;
  answers: string;
  comment: string | null;
  content_hash: string;
  occurred_at: string;
  received_at: string;
}

interface TallyRow {
  project_id: string;
  release_id: string;
  survey_id: string;
  survey_version: number;
  dimension: string;
  value: string;
  surface: Surface;
  standing: Standing;
  in_window: Flag;
  rating: number;
  slot: number;
  count: number;
}
