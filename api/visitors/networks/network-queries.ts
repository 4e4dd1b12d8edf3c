import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import { batchStatement, insertInto } from '../../db/dialect.ts';

/** The number of new raters in an hour, of a network or in a slot of the project's sum. */
export interface RaterCount {
  project_id: string;
  hour: string;
  network: string;
  raters: number;
}

/** A new rater and a network that the rater came from. */
export interface NetworkRater {
  project_id: string;
  hour: string;
  network: string;
  visitor_id: string;
}

/** A network whose raters are summed: its digests of both days, and the hours. */
export interface SumQuery {
  project_id: string;
  today: string;
  yesterday: string | null;
  /** The current hour. */
  hour: string;
  /** The first of the last 24 hours. */
  since: string;
}

const countColumns = {
  project_id: 'text',
  hour: 'text',
  network: 'text',
  raters: 'integer',
} as const;

const raterColumns = {
  project_id: 'text',
  hour: 'text',
  network: 'text',
  visitor_id: 'text',
} as const;

const addCounts = batchStatement<RaterCount>(
  countColumns,
  (given) => `${insertInto('network_count', countColumns, given)}
    on conflict (project_id, hour, network)
    do update set raters = network_count.raters + excluded.raters`,
);

const insertRater = batchStatement<NetworkRater>(
  raterColumns,
  (given) => `${insertInto('network_rater', raterColumns, given)} on conflict do nothing`,
);

const sumQueryColumns = {
  project_id: 'text',
  today: 'text',
  yesterday: 'text',
  hour: 'text',
  since: 'text',
} as const;

/**
 * SQL for the sum of a digest's last hours. `hour || ''` prevents the planner from reading all
 * networks of these hours instead of all hours of this network.
 */
function lastHours(digest: string): string {
  return `coalesce((select sum(c.raters) from network_count as c
    where c.project_id = given.project_id and c.network = ${digest}
      and c.hour || '' >= given.since and c.hour || '' <= given.hour), 0)`;
}

const querySums = batchStatement<
  SumQuery,
  { network: string; at: string; hour: number; day: number }
>(
  sumQueryColumns,
  (given) => `select given.today as network, given.hour as at,
      cast(coalesce((select c.raters from network_count as c
        where c.project_id = given.project_id and c.hour = given.hour
          and c.network = given.today), 0) as integer) as hour,
      cast(${lastHours('given.today')} + ${lastHours('given.yesterday')} as integer) as day
    from ${given.table}`,
);

const findUnheld = batchStatement<{ project_id: string; id: string }, { id: string }>(
  { project_id: 'text', id: 'text' },
  (given) => `select v.id from ${given.table} cross join visitor as v
    where v.project_id = given.project_id and v.id = given.id
      and v.held_group is null and v.subject is null`,
);

/** Adds to the counts, which must be in order of their keys so that two batches cannot deadlock. */
export async function addRaterCounts(db: Db, counts: readonly RaterCount[]): Promise<void> {
  await addCounts(db, counts);
}

export async function insertNetworkRaters(db: Db, raters: readonly NetworkRater[]): Promise<void> {
  await insertRater(db, raters);
}

/** Returns each network's raters in the current hour and in the last 24, by `digest hour`. */
export async function sumRaters(
  db: Db,
  queries: readonly SumQuery[],
): Promise<Map<string, { hour: number; day: number }>> {
  const { rows } = await querySums(db, queries);
  return new Map(rows.map(({ network, at, hour, day }) => [`${network} ${at}`, { hour, day }]));
}

/** Counts a project's new anonymous raters in these hours. `networks` are the slots of its sum. */
export async function countProjectRaters(
  db: Db,
  projectId: string,
  networks: readonly string[],
  since: string,
  until: string,
): Promise<number> {
  const { raters } = await db
    .selectFrom('network_count')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('raters'), eb.lit(0)).as('raters'))
    .where('project_id', '=', projectId)
    .where('network', 'in', networks)
    .where(sql`hour || ''`, '>=', since)
    .where(sql`hour || ''`, '<=', until)
    .executeTakeFirstOrThrow();
  return Number(raters);
}

/**
 * Removes and returns a network's raters of these hours, who will be held back; raters that remain
 * in the table have not been. Returns only anonymous visitors without a group, oldest first.
 */
export async function takeNetworkRaters(
  db: Db,
  projectId: string,
  digests: readonly string[],
  hours: readonly string[],
): Promise<string[]> {
  const taken = await db
    .deleteFrom('network_rater')
    .where('project_id', '=', projectId)
    .where('hour', 'in', hours)
    .where('network', 'in', digests)
    .returning('visitor_id')
    .execute();
  const ids = [...new Set(taken.map((row) => row.visitor_id))].sort();
  const keys = ids.map((id) => ({ project_id: projectId, id }));
  return (await findUnheld(db, keys)).rows.map(({ id }) => id);
}

/** Stores the key of a day, unless the day already has one. */
export async function insertNetworkKey(db: Db, day: string, key: string): Promise<void> {
  const row = { day, key };
  await db
    .insertInto('network_key')
    .values(row)
    .onConflict((conflict) => conflict.column('day').doNothing())
    .execute();
}

export async function listNetworkKeys(
  db: Db,
  days: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.selectFrom('network_key').selectAll().where('day', 'in', days).execute();
  return new Map(rows.map(({ day, key }) => [day, key]));
}

/** Deletes the counts and raters of clock hours before this one. */
export async function deleteNetworkRows(db: Db, before: string): Promise<void> {
  await db.deleteFrom('network_count').where('hour', '<', before).execute();
  await db.deleteFrom('network_rater').where('hour', '<', before).execute();
}

/** Deletes the keys of days before this one. */
export async function deleteNetworkKeys(db: Db, before: string): Promise<void> {
  await db.deleteFrom('network_key').where('day', '<', before).execute();
}
