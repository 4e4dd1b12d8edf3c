import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../contract/audit.ts';
import type { Db } from '../db/database.ts';
import { canonicalJson } from './canonical-json.ts';
import {
  findHead,
  insertEntry,
  listEntriesUpwards,
  takeNextSeq,
  updateHeadHash,
} from './queries.ts';

/** What the first entry of a project names as its predecessor. */
const noHash = '0'.repeat(64);
const entriesPerLook = 1000;

/** `before` and `after` are the fields that changed; never a secret, and never a visitor's words. */
export interface AuditNote {
  projectId: string;
  /** `person:ID`, `key:ID`, or `system` for what the clock or the command line did. */
  actor: string;
  /** `noun.verb`, such as `release.publish`. */
  action: string;
  /** `noun:id`, such as `release:0190…`. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

/**
 * Adds one entry to the project's chain, in the transaction of the change itself. Taking the number
 * locks the project's row until the commit, so that two writers cannot follow the same predecessor.
 */
export async function recordAudit(trx: Db, note: AuditNote, now: Date): Promise<void> {
  const { projectId, actor, action, subject } = note;
  const { seq, previousHash } = await takeNextSeq(trx, projectId);
  const content = {
    seq,
    at: now.toISOString(),
    actor,
    action,
    subject,
    before: note.before ?? null,
    after: note.after ?? null,
  };
  const hash = hashEntry(projectId, previousHash, content);
  await insertEntry(trx, projectId, { ...content, previousHash, hash });
  await updateHeadHash(trx, projectId, hash);
}

/** Whether a chain holds: how long it is, or its first entry that does not. */
export type ChainVerdict = { ok: true; entries: number } | { ok: false; seq: number };

/**
 * Walks a project's whole chain, oldest first. Where it does not hold, `seq` is the first entry that
 * was changed, moved or taken away; entries cut off at the end show by the head that the project keeps.
 */
export async function verifyAudit(db: Db, projectId: string): Promise<ChainVerdict> {
  let seq = 0;
  let hash = noHash;
  for (;;) {
    const entries = await listEntriesUpwards(db, projectId, seq, entriesPerLook);
    for (const entry of entries) {
      if (!follows(projectId, entry, seq, hash)) return { ok: false, seq: seq + 1 };
      ({ seq, hash } = entry);
    }
    if (entries.length < entriesPerLook) break;
  }
  const head = await findHead(db, projectId);
  const whole = head?.seq === seq && head.hash === hash;
  return whole ? { ok: true, entries: seq } : { ok: false, seq: seq + 1 };
}

/** A verdict in a sentence, for the operator. */
export function chainSentence(slug: string, verdict: ChainVerdict): string {
  if (!verdict.ok) return `${slug}: audit entry ${verdict.seq} was changed, moved or taken away.`;
  const { entries } = verdict;
  return `${slug}: ${entries === 1 ? '1 audit entry' : `${entries} audit entries`}, each as it was written.`;
}

function follows(projectId: string, entry: AuditEntry, seq: number, hash: string): boolean {
  const { previousHash, hash: claimed, ...content } = entry;
  return (
    entry.seq === seq + 1 &&
    previousHash === hash &&
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
