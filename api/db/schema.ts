import type {
  ExposureKind,
  KeyScope,
  NoteKind,
  ReleaseState,
  ResponseState,
  Standing,
  Surface,
  TokenAlgorithm,
} from '../../contract/vocabulary.ts';
import type { PeopleSchema } from './people-schema.ts';

/**
 * The rows of both databases, table by table. Instants (`_at`) are ISO-8601 UTC text with
 * milliseconds, dates `YYYY-MM-DD`; a flag is 0 or 1, since better-sqlite3 refuses booleans; JSON is
 * text in both. Rows never leave a feature's `queries.ts`.
 */
export interface Schema extends PeopleSchema {
  instance_secret: InstanceSecretRow;
  project: ProjectRow;
  api_key: ApiKeyRow;
  token_key: TokenKeyRow;
  idempotency_key: IdempotencyKeyRow;
  audit_entry: AuditEntryRow;
  outbox: OutboxRow;
  survey: SurveyRow;
  survey_version: SurveyVersionRow;
  release: ReleaseRow;
  release_revision: ReleaseRevisionRow;
  note: NoteRow;
  visitor: VisitorRow;
  sighting: SightingRow;
  exposure: ExposureRow;
  exposure_tally: ExposureTallyRow;
  response: ResponseRow;
  response_revision: ResponseRevisionRow;
  tally: TallyRow & { day: string };
  tally_total: TallyRow;
}

export type Flag = 0 | 1;

interface InstanceSecretRow {
  name: string;
  value: string;
  created_at: string;
}

interface ProjectRow {
  id: string;
  slug: string;
  public_key: string;
  name: string;
  url: string | null;
  /** JSON: origins; none means all. */
  allowed_origins: string;
  /** JSON: the widget's documented style variables. */
  theme: string;
  /** JSON: names of the up to 5 traits by which answers are tallied. */
  tallied_traits: string;
  require_verified: Flag;
  /** Raised by every change that a visitor could notice. */
  revision: number;
  /** Raised by every edit of the settings: the ETag. */
  edition: number;
  /** The head of the audit chain: number and hash of its last entry. */
  audit_seq: number;
  audit_hash: string;
  created_at: string;
  updated_at: string;
  /** Whether what is in it was made up; null for a real one. `filling` until all of it is there. */
  generated: 'filling' | 'whole' | null;
}

interface ApiKeyRow {
  project_id: string;
  id: string;
  name: string;
  /** The first characters of the secret, so that people can tell keys apart. */
  prefix: string;
  hash: string;
  scope: KeyScope;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

interface TokenKeyRow {
  project_id: string;
  id: string;
  algorithm: TokenAlgorithm;
  /** EdDSA: the public key as SPKI PEM. HS256: the shared secret, whose text (UTF-8) signs. */
  material: string;
  created_at: string;
  retired_at: string | null;
}

interface IdempotencyKeyRow {
  project_id: string;
  key: string;
  request_hash: string;
  /** JSON: status, headers and body of the first reply. */
  reply: string;
  created_at: string;
}

interface AuditEntryRow {
  project_id: string;
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  previous_hash: string;
  hash: string;
}

interface OutboxRow {
  project_id: string;
  id: string;
  kind: string;
  payload: string;
  created_at: string;
  claimed_until: string | null;
  attempts: number;
}

interface SurveyRow {
  project_id: string;
  id: string;
  name: string;
  kind: string;
  created_at: string;
}

interface SurveyVersionRow {
  project_id: string;
  survey_id: string;
  n: number;
  definition: string;
  created_at: string;
}

export interface ReleaseRow {
  project_id: string;
  id: string;
  version: string;
  title: string;
  state: ReleaseState;
  publish_at: string | null;
  published_at: string | null;
  display_date: string | null;
  expires_at: string | null;
  pinned: Flag;
  major: Flag;
  silent: Flag;
  imported: Flag;
  yanked: Flag;
  /** Order among equal display dates: the place in the imported file, 0 otherwise. */
  position: number;
  survey_id: string | null;
  rolled_back_at: string | null;
  roll_back_reason: string | null;
  revision: number;
  created_at: string;
  updated_at: string;
}

interface ReleaseRevisionRow {
  project_id: string;
  release_id: string;
  n: number;
  actor: string;
  at: string;
  before: string;
}

export interface NoteRow {
  project_id: string;
  release_id: string;
  id: string;
  position: number;
  kind: NoteKind;
  title: string;
  body: string;
  html: string;
  renderer: number;
}

interface VisitorRow {
  project_id: string;
  /** Anonymous: the visitor's own random id, a bearer secret. Verified: made by the server. */
  id: string;
  pseudonym: string;
  bucket_key: string;
  subject: string | null;
  account: string | null;
  muted: Flag;
  seen_at: string | null;
  created_at: string;
}

interface SightingRow {
  project_id: string;
  origin: string;
  first_seen_at: string;
  last_seen_at: string;
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
