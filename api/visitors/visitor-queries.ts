import type { Db } from '../db/connect.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';

/** Someone in the host product, as a batch reads and writes them. */
export interface Visitor {
  projectId: string;
  id: string;
  pseudonym: string;
  bucketKey: string;
  /** The host's own id of a verified visitor; null for an anonymous one. */
  subject: string | null;
  account: string | null;
  muted: boolean;
  /** When the visitor was last shown something. */
  seenAt: string | null;
  createdAt: string;
}

interface Row {
  project_id: string;
  id: string;
  pseudonym: string;
  bucket_key: string;
  subject: string | null;
  account: string | null;
  muted: number;
  seen_at: string | null;
  created_at: string;
}

const columns = {
  project_id: 'text',
  id: 'text',
  pseudonym: 'text',
  bucket_key: 'text',
  subject: 'text',
  account: 'text',
  muted: 'integer',
  seen_at: 'text',
  created_at: 'text',
} as const;

const findById = batchStatement<{ project_id: string; id: string }, Row>(
  { project_id: 'text', id: 'text' },
  (given) => `select v.* from ${given} cross join visitor as v
    where v.project_id = given.project_id and v.id = given.id`,
);

const findBySubject = batchStatement<{ project_id: string; subject: string }, Row>(
  { project_id: 'text', subject: 'text' },
  (given) => `select v.* from ${given} cross join visitor as v
    where v.project_id = given.project_id and v.subject = given.subject`,
);

const upsert = batchStatement<Row>(
  columns,
  (given) => `${insertInto('visitor', columns, given)}
    on conflict (project_id, id) do update
    set account = excluded.account, muted = excluded.muted, seen_at = excluded.seen_at`,
);

export async function listVisitorsById(
  db: Db,
  keys: readonly { projectId: string; id: string }[],
): Promise<Visitor[]> {
  const rows = keys.map(({ projectId, id }) => ({ project_id: projectId, id }));
  return (await findById(db, rows)).rows.map(toVisitor);
}

export async function listVisitorsBySubject(
  db: Db,
  keys: readonly { projectId: string; subject: string }[],
): Promise<Visitor[]> {
  const rows = keys.map(({ projectId, subject }) => ({ project_id: projectId, subject }));
  return (await findBySubject(db, rows)).rows.map(toVisitor);
}

/** Who somebody is never changes; what they prefer and where they work may. */
export async function upsertVisitors(db: Db, visitors: readonly Visitor[]): Promise<void> {
  await upsert(db, visitors.map(toRow));
}

function toVisitor(row: Row): Visitor {
  return {
    projectId: row.project_id,
    id: row.id,
    pseudonym: row.pseudonym,
    bucketKey: row.bucket_key,
    subject: row.subject,
    account: row.account,
    muted: row.muted === 1,
    seenAt: row.seen_at,
    createdAt: row.created_at,
  };
}

function toRow(visitor: Visitor): Row {
  return {
    project_id: visitor.projectId,
    id: visitor.id,
    pseudonym: visitor.pseudonym,
    bucket_key: visitor.bucketKey,
    subject: visitor.subject,
    account: visitor.account,
    muted: visitor.muted ? 1 : 0,
    seen_at: visitor.seenAt,
    created_at: visitor.createdAt,
  };
}
