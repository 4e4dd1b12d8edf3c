import type { Generated } from 'kysely';
import type { KeyScope, TokenAlgorithm } from '../../../contract/vocabulary.ts';
import type { Flag } from './flag.ts';

/** The rows of projects, their keys, and the records of every change; part of `Schema`. */
export interface ProjectSchema {
  project: ProjectRow;
  api_key: ApiKeyRow;
  token_key: TokenKeyRow;
  key_project: KeyProjectRow;
  idempotency_key: IdempotencyKeyRow;
  audit_entry: AuditEntryRow;
  outbox: OutboxRow;
  instance_secret: InstanceSecretRow;
  instance_address: InstanceAddressRow;
}

interface ProjectRow {
  id: string;
  slug: string;
  public_key: string;
  name: string;
  url: string | null;
  /** JSON: origins; an empty list allows all. */
  allowed_origins: string;
  /** JSON: the widget's documented style variables. */
  theme: string;
  /** JSON: the names of up to 5 traits by which answers are tallied. */
  tallied_traits: string;
  require_verified: Flag;
  /** JSON: CIDR ranges whose anonymous raters are never held back. */
  own_networks: Generated<string>;
  /** Raised by every change that a visitor could notice. */
  revision: number;
  /** Raised by changes that visitors cannot notice but that the caches of all nodes must. */
  private_revision: Generated<number>;
  /** Raised by every edit of the settings: the ETag. */
  edition: number;
  /** The head of the audit chain: number and hash of its last entry. */
  audit_seq: number;
  audit_hash: string;
  created_at: string;
  updated_at: string;
  /**
   * Whether the project's content was generated: `filling` until all of it is there, then `whole`;
   * null for a real project.
   */
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
  /** `person:ID`, `key:ID` or `system`; null if it is unknown. */
  created_by: string | null;
}

/** A project that a program created with an API key. */
interface KeyProjectRow {
  project_id: string;
  /** The project that the key opens. */
  key_project_id: string;
  key_id: string;
  /** The first key of the chain of creators, for the daily limit. */
  root_key_id: string;
  created_at: string;
}

interface TokenKeyRow {
  project_id: string;
  id: string;
  algorithm: TokenAlgorithm;
  /** EdDSA: the public key as SPKI PEM. HS256: the shared secret, encrypted (protection.ts). */
  material: string;
  created_at: string;
  retired_at: string | null;
  created_by: string | null;
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

interface InstanceAddressRow {
  /** Always `public`: there is only one row. */
  name: string;
  url: string;
}

interface InstanceSecretRow {
  name: string;
  value: string;
  created_at: string;
}
