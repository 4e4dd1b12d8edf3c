import { type Selectable, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { batchStatement } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';

export type AliasRow = Schema['visitor_alias'];

/** A visitor whose id is replaced. */
export interface VisitorIdReplacement {
  project_id: string;
  old_id: string;
  new_id: string;
}

/** Replaces the old ids of these visitors with the new ones in one table. */
export type ReplaceVisitorIds = (trx: Db, moves: readonly VisitorIdReplacement[]) => Promise<void>;

export const idReplacementColumns = { project_id: 'text', old_id: 'text', new_id: 'text' } as const;

const findAliases = batchStatement<Pick<AliasRow, 'project_id' | 'anonymous_id'>, AliasRow>(
  { project_id: 'text', anonymous_id: 'text' },
  (given) => `select a.* from ${given.table} cross join visitor_alias as a
    where a.project_id = given.project_id and a.anonymous_id = given.anonymous_id`,
);

const findVisitors = batchStatement<VisitorIdReplacement, Selectable<Schema['visitor']>>(
  idReplacementColumns,
  (given) => `select v.* from ${given.table} cross join visitor as v
    where v.project_id = given.project_id and v.id = given.old_id`,
);

const updateRaters = batchStatement<Schema['network_rater'] & { new_id: string }>(
  { project_id: 'text', hour: 'text', network: 'text', visitor_id: 'text', new_id: 'text' },
  (given) => `update network_rater set visitor_id = given.new_id from ${given.table}
    where network_rater.project_id = given.project_id and network_rater.hour = given.hour
      and network_rater.network = given.network
      and network_rater.visitor_id = given.visitor_id`,
);

const updateAliases = batchStatement<AliasRow & { hashed_id: string }>(
  { project_id: 'text', anonymous_id: 'text', hashed_id: 'text', visitor_id: 'text' },
  (given) => `update visitor_alias
    set anonymous_id = given.hashed_id, visitor_id = given.visitor_id from ${given.table}
    where visitor_alias.project_id = given.project_id
      and visitor_alias.anonymous_id = given.anonymous_id`,
);

const removeVisitors = batchStatement<VisitorIdReplacement>(
  idReplacementColumns,
  (given) => `delete from visitor
    where (project_id, id) in (select given.project_id, given.old_id from ${given.table})`,
);

/** Lists up to `limit` aliases after `after` whose id is not hashed (it has hyphens), by key. */
export async function listUnhashedAliases(
  db: Db,
  after: Pick<AliasRow, 'project_id' | 'anonymous_id'> | undefined,
  limit: number,
): Promise<AliasRow[]> {
  const { project_id = '', anonymous_id = '' } = after ?? {};
  return db
    .selectFrom('visitor_alias')
    .selectAll()
    .where(sql<boolean>`(project_id, anonymous_id) > (${project_id}, ${anonymous_id})`)
    .where('anonymous_id', 'like', '%-%')
    .orderBy('project_id')
    .orderBy('anonymous_id')
    .limit(limit)
    .execute();
}

/** Lists those of these aliases that still exist. */
export async function listAliases(
  db: Db,
  keys: readonly Pick<AliasRow, 'project_id' | 'anonymous_id'>[],
): Promise<AliasRow[]> {
  return (await findAliases(db, keys)).rows;
}

/** Inserts a copy of each visitor under the new id, with all columns of the table. */
export async function copyVisitors(trx: Db, moves: readonly VisitorIdReplacement[]): Promise<void> {
  const newIds = new Map(moves.map((move) => [`${move.project_id} ${move.old_id}`, move.new_id]));
  const { rows } = await findVisitors(trx, moves);
  if (rows.length !== moves.length)
    throw new Error('An alias refers to a visitor that does not exist.');
  if (rows.length === 0) return;
  const copies = rows.map((row) => ({
    ...row,
    id: newIds.get(`${row.project_id} ${row.id}`) ?? '',
  }));
  await trx.insertInto('visitor').values(copies).execute();
}

/** Replaces visitor ids in `network_rater`. Reads it once for all: it has no index by visitor. */
export async function updateNetworkRaterVisitors(
  trx: Db,
  moves: readonly VisitorIdReplacement[],
): Promise<void> {
  if (moves.length === 0) return;
  const newIds = new Map(moves.map((move) => [`${move.project_id} ${move.old_id}`, move.new_id]));
  const rows = await trx
    .selectFrom('network_rater')
    .selectAll()
    .where('project_id', 'in', [...new Set(moves.map((move) => move.project_id))])
    .where(
      'visitor_id',
      'in',
      moves.map((move) => move.old_id),
    )
    .execute();
  const raters = rows.flatMap((row) => {
    const new_id = newIds.get(`${row.project_id} ${row.visitor_id}`);
    return new_id === undefined ? [] : [{ ...row, new_id }];
  });
  await updateRaters(trx, raters);
}

export async function rewriteAliases(
  trx: Db,
  aliases: readonly (AliasRow & { hashed_id: string })[],
): Promise<void> {
  await updateAliases(trx, aliases);
}

/** Deletes the old ids. Throws the database's own error if a row still refers to one of them. */
export async function deleteVisitors(
  trx: Db,
  moves: readonly VisitorIdReplacement[],
): Promise<void> {
  await removeVisitors(trx, moves);
}

/** Drops the indexes that only this job needs (migration 0015). */
export async function dropHashingIndexes(trx: Db): Promise<void> {
  await sql`drop index if exists response_by_visitor`.execute(trx);
  await sql`drop index if exists visitor_alias_by_visitor`.execute(trx);
}
