import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Flag } from './flag.ts';

/** The rows of visitors and of what they have met; part of `Schema`. */
export interface VisitorSchema {
  visitor: VisitorRow;
  visitor_alias: VisitorAliasRow;
  sighting: SightingRow;
  exposure: ExposureRow;
  exposure_tally: ExposureTallyRow;
}

interface VisitorRow {
  project_id: string;
  /** Made by the server. */
  id: string;
  pseudonym: string;
  bucket_key: string;
  subject: string | null;
  account: string | null;
  muted: Flag;
  seen_at: string | null;
  created_at: string;
}

interface VisitorAliasRow {
  project_id: string;
  /** What is stored of the visitor's own random id, a bearer secret: see `storedAnonymousId`. */
  anonymous_id: string;
  visitor_id: string;
}

interface SightingRow {
  project_id: string;
  origin: string;
  first_seen_at: string;
  last_seen_at: string;
  /** Whether the allowed origins shut it out when it was last seen. */
  refused: Flag;
}

interface ExposureRow {
  project_id: string;
  visitor_id: string;
  release_id: string;
  kind: ExposureKind;
  first_at: string;
  ran_version: string | null;
  buckets: string;
}

interface ExposureTallyRow {
  project_id: string;
  release_id: string;
  kind: ExposureKind;
  day: string;
  dimension: string;
  value: string;
  slot: number;
  count: number;
}
