import {
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely';
import type { AuditEntry, AuditFilter } from '../../contract/audit.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';
import { canonicalJson } from './canonical-json.ts';

export async function insertEntry(trx: Db, projectId: string, entry: AuditEntry): Promise<void> {
  const { seq, at, actor, action, subject, previousHash, hash } = entry;
  await trx
    .insertInto('audit_entry')
    .values({
      project_id: projectId,
      seq,
      at,
      actor,
      action,
      subject,
      before: entry.before === null ? null : canonicalJson(entry.before),
      after: entry.after === null ? null : canonicalJson(entry.after),
      previous_hash: previousHash,
      hash,
    })
    .execute();
}

/** Lists entries after the given number, oldest first. */
export async function listEntriesAfter(
  db: Db,
  projectId: string,
  afterSeq: number,
  count: number,
): Promise<AuditEntry[]> {
  const rows = await entriesOf(db, projectId)
    .where('seq', '>', afterSeq)
    .orderBy('seq', 'asc')
    .limit(count)
    .execute();
  return rows.map(toEntry);
}

/** Lists entries that match the filter, newest first, before the given number if there is one. */
export async function listEntries(
  db: Db,
  projectId: string,
  filter: AuditFilter & { beforeSeq: number | undefined; count: number },
): Promise<AuditEntry[]> {
  const { beforeSeq, count, actor, action, subject } = filter;
  const rows = await entriesOf(db, projectId)
    .$if(beforeSeq !== undefined, (query) => query.where('seq', '<', beforeSeq ?? 0))
    .$if(actor !== undefined, (query) => query.where('actor', '=', actor ?? ''))
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .$if(action !== undefined, (query) => query.where(matchesAction(action ?? '')))
    .orderBy('seq', 'desc')
    .limit(count)
    .execute();
  return rows.map(toEntry);
}

/** Lists everyone who has ever changed anything, sorted by actor. */
export async function listActors(db: Db, projectId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .select('actor')
    .distinct()
    .where('project_id', '=', projectId)
    .orderBy('actor')
    .execute();
  return rows.map(({ actor }) => actor);
}

/** Lists the entries by which these subjects were created and deleted, oldest first. */
export async function listLifecycleEntries(
  db: Db,
  projectId: string,
  subjects: readonly string[],
): Promise<AuditEntry[]> {
  if (subjects.length === 0) return [];
  const rows = await entriesOf(db, projectId)
    .where('subject', 'in', subjects)
    .where((eb) => eb.or([eb('action', 'like', '%.create'), eb('action', 'like', '%.delete')]))
    .orderBy('seq', 'asc')
    .execute();
  return rows.map(toEntry);
}

/** A subquery for the actor of the entry with this action and subject; null if there is none. */
export function actorOf(entry: {
  projectId: RawBuilder<unknown>;
  action: string;
  subject: RawBuilder<unknown>;
}): RawBuilder<string | null> {
  return sql`(select actor from audit_entry as entry
          where entry.project_id = ${entry.projectId}
            and entry.action = ${entry.action}
            and entry.subject = ${entry.subject} limit 1)`;
}

/**
 * Matches a noun with all of its verbs: `/` follows `.` in ASCII, so the texts between `noun.` and
 * `noun/` are those that begin with `noun.`.
 */
function matchesAction(action: string) {
  return (eb: ExpressionBuilder<Schema, 'audit_entry'>): Expression<SqlBool> =>
    action.includes('.')
      ? eb('action', '=', action)
      : eb.and([eb('action', '>=', `${action}.`), eb('action', '<', `${action}/`)]);
}

function entriesOf(db: Db, projectId: string) {
  return db.selectFrom('audit_entry').selectAll().where('project_id', '=', projectId);
}

function toEntry(row: Selectable<Schema['audit_entry']>): AuditEntry {
  return {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    before: row.before === null ? null : JSON.parse(row.before),
    after: row.after === null ? null : JSON.parse(row.after),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
