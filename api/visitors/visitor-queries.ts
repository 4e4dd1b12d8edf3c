import type { SelectQueryBuilder } from 'kysely';
import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';

/** A visitor, as batches read and write it. */
export interface Visitor {
  projectId: string;
  id: string;
  pseudonym: string;
  bucketKey: string;
  /** The host's own id of a verified visitor; null for an anonymous visitor. */
  subject: string | null;
  account: string | null;
  muted: boolean;
  /** When the visitor was last shown something. */
  seenAt: string | null;
  createdAt: string;
  /** The held group of the visitor, in whatever state; null if the visitor was never held back. */
  heldGroup: string | null;
  /** Whether an anonymous visitor has answered (complete or partial), with or without a rating. */
  hasRated: boolean;
}

/** The stored form of an anonymous visitor's own id, by which the visitor is found. */
export interface Alias {
  projectId: string;
  anonymousId: string;
  visitorId: string;
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
  has_rated: number;
}

type StoredRow = Row & { held_group: string | null };

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
  has_rated: 'integer',
} as const;

const aliasColumns = { project_id: 'text', anonymous_id: 'text', visitor_id: 'text' } as const;

const findByAlias = batchStatement<
  { project_id: string; anonymous_id: string },
  StoredRow & { anonymous_id: string }
>(
  { project_id: 'text', anonymous_id: 'text' },
  (given) => `select v.*, a.anonymous_id
    from ${given.table} cross join visitor_alias as a cross join visitor as v
    where a.project_id = given.project_id and a.anonymous_id = given.anonymous_id
      and v.project_id = a.project_id and v.id = a.visitor_id`,
);

const findBySubject = batchStatement<{ project_id: string; subject: string }, StoredRow>(
  { project_id: 'text', subject: 'text' },
  (given) => `select v.* from ${given.table} cross join visitor as v
    where v.project_id = given.project_id and v.subject = given.subject`,
);

const upsert = batchStatement<Row>(
  columns,
  (given) => `${insertInto('visitor', columns, given)}
    on conflict (project_id, id) do update
    set account = excluded.account, muted = excluded.muted, seen_at = excluded.seen_at,
      has_rated = excluded.has_rated`,
);

const insertAlias = batchStatement(aliasColumns, (given) =>
  insertInto('visitor_alias', aliasColumns, given),
);

/** Lists anonymous visitors, each with the stored anonymous id that found the visitor. */
export async function listVisitorsByAlias(
  db: Db,
  keys: readonly Omit<Alias, 'visitorId'>[],
): Promise<{ anonymousId: string; visitor: Visitor }[]> {
  const aliasKeys = keys.map(({ projectId, anonymousId }) => ({
    project_id: projectId,
    anonymous_id: anonymousId,
  }));
  const { rows } = await findByAlias(db, aliasKeys);
  return rows.map((row) => ({ anonymousId: row.anonymous_id, visitor: toVisitor(row) }));
}

export async function listVisitorsBySubject(
  db: Db,
  keys: readonly { projectId: string; subject: string }[],
): Promise<Visitor[]> {
  const rows = keys.map(({ projectId, subject }) => ({ project_id: projectId, subject }));
  return (await findBySubject(db, rows)).rows.map(toVisitor);
}

/** A query for a verified visitor, to be joined with rows that refer to the visitor. */
export function visitorBySubject(db: Db, projectId: string, subject: string) {
  return db
    .selectFrom('visitor')
    .where('visitor.project_id', '=', projectId)
    .where('visitor.subject', '=', subject);
}

/** Finds a verified visitor's `muted` switch, and when the visitor was last shown something. */
export async function findVisitorSwitches(
  db: Db,
  projectId: string,
  subject: string,
): Promise<Pick<Visitor, 'muted' | 'seenAt'> | undefined> {
  const query = visitorBySubject(db, projectId, subject);
  const row = await query.select(['visitor.muted', 'visitor.seen_at']).executeTakeFirst();
  return row && { muted: row.muted === 1, seenAt: row.seen_at };
}

/** Joins the visitor of each response to a query. */
export function joinVisitor(responses: SelectQueryBuilder<Schema, 'response', object>) {
  return responses.innerJoin('visitor', (join) =>
    join
      .onRef('visitor.project_id', '=', 'response.project_id')
      .onRef('visitor.id', '=', 'response.visitor_id'),
  );
}

/** Throws the database's own error if one of the aliases is already stored. */
export async function insertAliases(db: Db, aliases: readonly Alias[]): Promise<void> {
  const rows = aliases.map(({ projectId, anonymousId, visitorId }) => ({
    project_id: projectId,
    anonymous_id: anonymousId,
    visitor_id: visitorId,
  }));
  await insertAlias(db, rows);
}

/** Inserts visitors, or updates what can change: account, `muted`, `seenAt` and `hasRated`. */
export async function upsertVisitors(db: Db, visitors: readonly Visitor[]): Promise<void> {
  await upsert(db, visitors.map(toRow));
}

function toVisitor(row: StoredRow): Visitor {
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
    heldGroup: row.held_group,
    hasRated: row.has_rated === 1,
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
    has_rated: visitor.hasRated ? 1 : 0,
  };
}
