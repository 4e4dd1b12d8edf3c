import { sql } from 'kysely';
import type { ChainHead } from '../audit/audit.ts';
import type { Db } from '../db/database.ts';
import { dialectOf, lockKeys } from '../db/dialect.ts';

/**
 * Locks the project's row until the transaction ends and returns the end of its audit chain;
 * undefined if there is no such project. On PostgreSQL, `for no key update` makes other changes
 * wait but not the answers of visitors, whose foreign keys take `for key share`. On SQLite the
 * transaction itself is the lock.
 */
export async function lockProject(trx: Db, projectId: string): Promise<ChainHead | undefined> {
  const head = headOf(trx, projectId);
  if (dialectOf(trx) === 'sqlite') return head.executeTakeFirst();
  // The first version of 0.2.0 locks a project's members by this name before it locks the row, and
  // may run beside this one. Without this lock, two last owners could remove each other, one by
  // each version.
  await lockKeys(trx, [`members of ${projectId}`]);
  return head.forNoKeyUpdate().executeTakeFirst();
}

export async function findHead(db: Db, projectId: string): Promise<ChainHead | undefined> {
  return headOf(db, projectId).executeTakeFirst();
}

/** Stores the end of the audit chain and raises the given revisions. */
export async function updateProjectRow(
  trx: Db,
  projectId: string,
  { head, isRaised, isPrivateRaised }: ProjectRowUpdate,
): Promise<void> {
  await trx
    .updateTable('project')
    .set({
      audit_seq: head.seq,
      audit_hash: head.hash,
      ...(isRaised && { revision: sql<number>`revision + 1` }),
      ...(isPrivateRaised && { private_revision: sql<number>`private_revision + 1` }),
    })
    .where('id', '=', projectId)
    .execute();
}

interface ProjectRowUpdate {
  head: ChainHead;
  isRaised: boolean;
  isPrivateRaised: boolean;
}

function headOf(db: Db, projectId: string) {
  return db
    .selectFrom('project')
    .select(['audit_seq as seq', 'audit_hash as hash'])
    .where('id', '=', projectId);
}
