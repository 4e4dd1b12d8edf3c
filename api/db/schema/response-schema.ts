import type { Generated } from 'kysely';
import type { IdentityLevel, Surface } from '../../../contract/vocabulary.ts';
import type { Flag } from './flag.ts';
import type { EditionRow, StoredResponseRow } from './response-columns.ts';

/** The rows of answers and of the counts that scores are read from; part of `Schema`. */
export interface ResponseSchema {
  response: ResponseRow;
  response_revision: EditionRow;
  tally: TallyRow & { day: string };
  tally_total: TallyRow;
}

type ResponseRow = StoredResponseRow & {
  /** The visitor's held group; null for everyone else. */
  held_group: Generated<string | null>;
};

interface TallyRow {
  project_id: string;
  release_id: string;
  survey_id: string;
  survey_version: number;
  dimension: string;
  value: string;
  surface: Surface;
  standing: IdentityLevel;
  in_window: Flag;
  rating: number;
  slot: number;
  count: number;
}
