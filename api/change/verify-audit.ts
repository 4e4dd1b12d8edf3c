import { type ChainVerification, walkChain } from '../audit/audit.ts';
import type { Db } from '../db/database.ts';
import { findHead } from './queries.ts';

/**
 * Checks a project's whole audit chain, also against the end of the chain in the project's row,
 * which shows whether entries were cut off.
 */
export async function verifyAudit(db: Db, projectId: string): Promise<ChainVerification> {
  const walk = await walkChain(db, projectId);
  if (!walk.ok) return walk;
  const head = await findHead(db, projectId);
  const { seq, hash } = walk.head;
  const isComplete = head?.seq === seq && head.hash === hash;
  return isComplete ? { ok: true, entries: seq } : { ok: false, seq: seq + 1 };
}
