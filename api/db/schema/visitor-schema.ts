import type { Generated } from 'kysely';
import type { ExposureKind, HeldState } from '../../../contract/vocabulary.ts';
import type { Flag } from './flag.ts';

/** The rows of visitors, exposures, heartbeats and networks; part of `Schema`. */
export interface VisitorSchema {
  visitor: VisitorRow;
  visitor_alias: VisitorAliasRow;
  sighting: SightingRow;
  exposure: ExposureRow;
  exposure_tally: ExposureTallyRow;
  network_key: NetworkKeyRow;
  network_count: NetworkCountRow;
  network_rater: NetworkRaterRow;
  held_group: HeldGroupRow;
}

interface VisitorRow {
  project_id: string;
  /** Created by the server. */
  id: string;
  pseudonym: string;
  bucket_key: string;
  subject: string | null;
  account: string | null;
  muted: Flag;
  seen_at: string | null;
  created_at: string;
  /** The group with which the visitor was held back; null for everyone else. */
  held_group: Generated<string | null>;
  /** Whether the visitor has answered anything in this project. */
  has_rated: Generated<Flag>;
}

interface VisitorAliasRow {
  project_id: string;
  /**
   * The stored form of the visitor's own random id, which is a bearer secret: see
   * `storedAnonymousId`.
   */
  anonymous_id: string;
  visitor_id: string;
}

interface SightingRow {
  project_id: string;
  origin: string;
  first_seen_at: string;
  last_seen_at: string;
  /** Whether the project's allowed origins excluded this one when it was last seen. */
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
  /** Whether the exposure is left out of the tallies. */
  quarantined: Generated<Flag>;
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

interface NetworkKeyRow {
  /** UTC, `YYYY-MM-DD`. */
  day: string;
  /** Base64url. */
  key: string;
}

interface NetworkCountRow {
  project_id: string;
  /** UTC, `YYYY-MM-DDTHH`. */
  hour: string;
  /** The digest of a network under its day's key, or `all N`: all raters, in the slot N. */
  network: string;
  raters: number;
}

interface NetworkRaterRow {
  project_id: string;
  hour: string;
  network: string;
  visitor_id: string;
}

interface HeldGroupRow {
  project_id: string;
  id: string;
  found_at: string;
  state: HeldState;
  /** The digest of the network, under the key of the day on which it was found. */
  network: string;
  /** When the group's rows are next compared with its state; null if they agree. */
  settle_at: string | null;
  /** The last visitor whose rows were compared in the current pass. */
  settled_through: string;
}
