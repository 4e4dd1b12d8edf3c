import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../contract/audit.ts';
import type { Db } from '../db/database.ts';
import { canonicalJson } from './canonical-json.ts';
import { insertEntry, listEntriesUpwards } from './queries.ts';

const entriesPerLook = 1000;

/** An entry to be written: what a change did, and who made it. */
export interface AuditNote {
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

/** A chain without entries. Its hash is what the first entry names as its predecessor. */
export const emptyChain: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/**
 * Adds entries to a project's chain, in their order, and returns its new end. The caller holds the
 * project's row since it read `head`, so that two writers cannot follow the same predecessor.
 */
export async function appendNotes(
  trx: Db,
  { projectId, head, notes }: { projectId: string; head: ChainHead; notes: readonly AuditNote[] },
  now: Date,
): Promise<ChainHead> {
  let last = head;
  for (const note of notes) {
    const entry = entryAfter(last, projectId, note, now);
    await insertEntry(trx, projectId, entry);
    last = entry;
  }
  return last;
}

function entryAfter(
  { seq, hash: previousHash }: ChainHead,
  projectId: string,
  { actor, action, subject, before = null, after = null }: AuditNote,
  now: Date,
): AuditEntry {
  const content = { seq: seq + 1, at: now.toISOString(), actor, action, subject, before, after };
  return { ...content, previousHash, hash: hashEntry(projectId, previousHash, content) };
}

/** Whether a chain holds: how long it is, or its first entry that does not. */
export type ChainVerdict = { ok: true; entries: number } | { ok: false; seq: number };

/**
 * Walks a project's whole chain, oldest first, and returns its end. If an entry was changed, moved or
 * removed, `seq` is the first such entry.
 */
export async function walkChain(
  db: Db,
  projectId: string,
): Promise<{ ok: true; head: ChainHead } | { ok: false; seq: number }> {
  let head = emptyChain;
  for (;;) {
    const entries = await listEntriesUpwards(db, projectId, head.seq, entriesPerLook);
    for (const entry of entries) {
      if (!follows(projectId, entry, head)) return { ok: false, seq: head.seq + 1 };
      head = entry;
    }
    if (entries.length < entriesPerLook) return { ok: true, head };
  }
}

/** A verdict in a sentence, for the operator. */
export function chainSentence(slug: string, verdict: ChainVerdict): string {
  if (!verdict.ok) return `${slug}: audit entry ${verdict.seq} was changed, moved or taken away.`;
  const { entries } = verdict;
  return `${slug}: ${entries === 1 ? '1 audit entry' : `${entries} audit entries`}, each as it was written.`;
}

function follows(projectId: string, entry: AuditEntry, last: ChainHead): boolean {
  const { previousHash, hash: claimed, ...content } = entry;
  return (
    entry.seq === last.seq + 1 &&
    previousHash === last.hash &&
    claimed === hashEntry(projectId, previousHash, content)
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
