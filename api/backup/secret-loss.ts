import { createProtection } from '../db/instance/protection.ts';
import { listLostTokenKeys } from '../keys/token-keys.ts';
import { matchesSecretCheck, secretCheckName } from '../open-keys.ts';
import { findStoredSecret, type StoredRow, type StoredRows, textOf } from './stored-rows.ts';

/** The data that the former secret protected and that no other secret can read. */
export interface SecretLoss {
  /** Sessions that had not expired. */
  sessions: number;
  tokenKeys: LostTokenKey[];
}

/** A live HS256 token key. */
export interface LostTokenKey {
  /** The slug of its project. */
  project: string;
  id: string;
  createdAt: string;
}

/**
 * Lists what is lost if a backup is used with these secrets only. Returns null if one of them is
 * the secret that the backup was made under, or if the backup was made before there was a secret.
 */
export function findSecretLoss(
  rows: StoredRows,
  secrets: readonly string[],
  now: Date,
): SecretLoss | null {
  const [current, ...previous] = secrets;
  const protection = current === undefined ? undefined : createProtection([current, ...previous]);
  const check = findStoredSecret(rows, secretCheckName);
  if (protection ? matchesSecretCheck(check, protection) : check === undefined) return null;
  const keys = rows.token_key.filter(isLiveSharedKey).map((row) => ({
    projectId: textOf(row, 'project_id'),
    id: textOf(row, 'id'),
    material: textOf(row, 'material'),
    createdAt: textOf(row, 'created_at'),
  }));
  const tokenKeys = listLostTokenKeys(keys, protection).map(({ projectId, id, createdAt }) => ({
    project: slugOf(rows, projectId),
    id,
    createdAt,
  }));
  const time = now.toISOString();
  const live = rows.person_session.filter((row) => textOf(row, 'expires_at') > time);
  return { sessions: live.length, tokenKeys };
}

/** Describes the loss, as lines of text. */
export function describeSecretLoss({ sessions, tokenKeys }: SecretLoss): string[] {
  const sessionConsequence = 'everyone has to sign in again, and no device is recognised';
  const count = `${tokenKeys.length} HS256 ${tokenKeys.length === 1 ? 'key' : 'keys'}`;
  const keyConsequence = tokenKeys.length === 0 ? '' : ': tokens signed with them are refused';
  return [
    `  sessions    ${sessions.toLocaleString('en')}: ${sessionConsequence}`,
    `  token keys  ${count}${keyConsequence}`,
    ...tokenKeys.map(
      ({ project, id, createdAt }) => `    ${project}  ${id}  created ${createdAt.slice(0, 10)}`,
    ),
  ];
}

function isLiveSharedKey(row: StoredRow): boolean {
  return row.algorithm === 'HS256' && row.retired_at === null;
}

function slugOf({ project }: StoredRows, id: string): string {
  const row = project.find((one) => one.id === id);
  return row ? textOf(row, 'slug') : id;
}
