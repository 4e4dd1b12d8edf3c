import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../contract/audit.ts';
import type { Db } from '../db/database.ts';
import { canonicalJson } from './canonical-json.ts';
import { insertEntry, listEntriesAfter } from './queries.ts';

const pageSize = 1000;

/** An entry to be written: what a change did, and its actor. */
export interface AuditEntryInput {
  actor: string;
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** The end of a project's chain: the number and the hash of its last entry. */
export interface ChainHead {
  seq: number;
  hash: string;
}

/** The end of a chain without entries. The first entry has this hash as its `previousHash`. */
export const emptyChain: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/**
 * Appends entries to a project's chain, in their order, and returns its new end. The caller has
 * held the lock on the project's row since it read `head`, so two writers cannot follow the same
 * predecessor.
 */
export async function appendAuditEntries(
  trx: Db,
  {
    projectId,
    head,
    notes,
  }: { projectId: string; head: ChainHead; notes: readonly AuditEntryInput[] },
  now: Date,
): Promise<ChainHead> {
  let last = head;
  for (const note of notes) {
    const entry = nextEntry(last, projectId, note, now);
    await insertEntry(trx, projectId, entry);
    last = entry;
  }
  return last;
}

function nextEntry(
  { seq, hash: previousHash }: ChainHead,
  projectId: string,
  { actor, action, subject, before = null, after = null }: AuditEntryInput,
  now: Date,
): AuditEntry {
  const content = { seq: seq + 1, at: now.toISOString(), actor, action, subject, before, after };
  return { ...content, previousHash, hash: hashEntry(projectId, previousHash, content) };
}

/** Whether a chain is unchanged: its length, or the number of its first wrong entry. */
export type ChainVerification = { ok: true; entries: number } | { ok: false; seq: number };

/**
 * Checks a project's whole chain, oldest entry first, and returns its end. If an entry was changed,
 * moved or removed, `seq` is the first such entry.
 */
export async function walkChain(
  db: Db,
  projectId: string,
): Promise<{ ok: true; head: ChainHead } | { ok: false; seq: number }> {
  let head = emptyChain;
  for (;;) {
    const entries = await listEntriesAfter(db, projectId, head.seq, pageSize);
    for (const entry of entries) {
      if (!isNextEntry(projectId, entry, head)) return { ok: false, seq: head.seq + 1 };
      head = entry;
    }
    if (entries.length < pageSize) return { ok: true, head };
  }
}

/** Describes the result of a check in a sentence, for the operator. */
export function describeChain(slug: string, verification: ChainVerification): string {
  if (!verification.ok)
    return `${slug}: audit entry ${verification.seq} was changed, moved or removed.`;
  const { entries } = verification;
  return `${slug}: ${entries === 1 ? '1 audit entry' : `${entries} audit entries`}, unchanged.`;
}

function isNextEntry(projectId: string, entry: AuditEntry, last: ChainHead): boolean {
  const { previousHash, hash: storedHash, ...content } = entry;
  return (
    entry.seq === last.seq + 1 &&
    previousHash === last.hash &&
    storedHash === hashEntry(projectId, previousHash, content)
  );
}

function hashEntry(
  projectId: string,
  previousHash: string,
  content: Omit<AuditEntry, 'previousHash' | 'hash'>,
): string {
  const text = previousHash + canonicalJson({ projectId, ...content });
  return createHash('sha256').update(text).digest('hex');
}
