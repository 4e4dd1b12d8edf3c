import type { HeldState } from '../../../contract/vocabulary.ts';
import type { Db } from '../../db/database.ts';
import { batchStatement } from '../../db/dialect.ts';

/** Visitors from one suspicious network who are held back together. */
export interface HeldGroupRecord {
  projectId: string;
  id: string;
  foundAt: string;
  state: HeldState;
  /** When the group's rows are next compared with its state; null if no pass is scheduled. */
  settleAt: string | null;
  /** The last visitor whose rows were compared in the current pass; empty before the first. */
  settledThrough: string;
}

interface GroupKey {
  project_id: string;
  id: string;
}

const keyColumns = { project_id: 'text', id: 'text' } as const;

const listStates = batchStatement<GroupKey, { id: string; state: HeldState }>(
  keyColumns,
  (given) => `select g.id, g.state from ${given.table} cross join held_group as g
    where g.project_id = given.project_id and g.id = given.id`,
);

const assignGroup = batchStatement<GroupKey & { held_group: string }>(
  { ...keyColumns, held_group: 'text' },
  (given) => `update visitor set held_group = given.held_group from ${given.table}
    where visitor.project_id = given.project_id and visitor.id = given.id
      and visitor.held_group is null`,
);

/** Returns the state of each of these groups, by id. */
export async function listHeldStates(
  db: Db,
  groups: readonly { projectId: string; id: string }[],
): Promise<Map<string, HeldState>> {
  const keys = groups.map(({ projectId, id }) => ({ project_id: projectId, id }));
  const { rows } = await listStates(db, keys);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Finds the network's undecided group that was found at `since` or later. Returns its id. */
export async function findOpenGroup(
  db: Db,
  projectId: string,
  digests: readonly string[],
  since: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('held_group')
    .select('id')
    .where('project_id', '=', projectId)
    .where('network', 'in', digests)
    .where('state', '=', 'held')
    .where('found_at', '>=', since)
    .executeTakeFirst();
  return row?.id;
}

export async function insertHeldGroup(
  trx: Db,
  group: { projectId: string; id: string; network: string; foundAt: string },
): Promise<void> {
  const { projectId, id, network, foundAt } = group;
  const row = { project_id: projectId, id, network, found_at: foundAt };
  const unsettled = { state: 'held' as const, settle_at: null, settled_through: '' };
  await trx
    .insertInto('held_group')
    .values({ ...row, ...unsettled })
    .execute();
}

/** Puts visitors into a group, except those who are already in one. */
export async function joinGroup(
  trx: Db,
  { projectId, id }: { projectId: string; id: string },
  visitorIds: readonly string[],
): Promise<void> {
  const rows = visitorIds.map((visitor) => ({
    project_id: projectId,
    id: visitor,
    held_group: id,
  }));
  await assignGroup(trx, rows);
}

/** Schedules a pass over the group, unless one is already scheduled. */
export async function scheduleSettlingOnce(
  trx: Db,
  { projectId, id }: { projectId: string; id: string },
  settleAt: string,
): Promise<void> {
  await trx
    .updateTable('held_group')
    .set({ settle_at: settleAt })
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .where('settle_at', 'is', null)
    .execute();
}

/** Schedules a pass that starts at the group's first visitor. */
export async function scheduleSettling(
  trx: Db,
  { projectId, id }: { projectId: string; id: string },
  settleAt: string,
): Promise<void> {
  await trx
    .updateTable('held_group')
    .set({ settle_at: settleAt, settled_through: '' })
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .execute();
}

/** Sets the state and schedules a pass. False if the group is missing or already in this state. */
export async function updateHeldState(
  trx: Db,
  { projectId, id, state }: { projectId: string; id: string; state: HeldState },
  settleAt: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('held_group')
    .set({ state, settle_at: settleAt, settled_through: '' })
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .where('state', '!=', state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function findHeldGroup(
  db: Db,
  projectId: string,
  id: string,
): Promise<HeldGroupRecord | undefined> {
  const row = await groups(db)
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toGroup(row);
}

/** Finds a group of any project whose pass is due, the longest due first. */
export async function findDueGroup(db: Db, now: string): Promise<HeldGroupRecord | undefined> {
  const row = await groups(db)
    .where('settle_at', '<=', now)
    .orderBy('settle_at')
    .limit(1)
    .executeTakeFirst();
  return row && toGroup(row);
}

/** A query for a project's undecided groups, to be joined with their rows. */
export function openGroups(db: Db, projectId: string) {
  return db
    .selectFrom('held_group')
    .where('held_group.project_id', '=', projectId)
    .where('held_group.state', '=', 'held');
}

/** Lists up to `count` groups after the one with `afterId`, newest first. */
export async function listHeldGroups(
  db: Db,
  projectId: string,
  { afterId, count }: { afterId: string | undefined; count: number },
): Promise<HeldGroupRecord[]> {
  const rows = await groups(db)
    .where('project_id', '=', projectId)
    .$if(afterId !== undefined, (query) => query.where('id', '<', afterId ?? ''))
    .orderBy('id', 'desc')
    .limit(count)
    .execute();
  return rows.map(toGroup);
}

/**
 * Lists ids of the group's visitors after `after`, in order; an empty `after` starts at the first.
 */
export async function listGroupVisitors(
  db: Db,
  { projectId, id }: { projectId: string; id: string },
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('visitor')
    .select('id')
    .where('project_id', '=', projectId)
    .where('held_group', '=', id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Lists the groups of all projects that were found before this instant and are not released. */
export async function listUnreleasedGroups(
  db: Db,
  foundBefore: string,
): Promise<HeldGroupRecord[]> {
  const rows = await groups(db)
    .where('state', '!=', 'released')
    .where('found_at', '<', foundBefore)
    .execute();
  return rows.map(toGroup);
}

export async function countGroupVisitors(db: Db, projectId: string, id: string): Promise<number> {
  const { visitors } = await db
    .selectFrom('visitor')
    .select((eb) => eb.fn.countAll<number>().as('visitors'))
    .where('project_id', '=', projectId)
    .where('held_group', '=', id)
    .executeTakeFirstOrThrow();
  return visitors;
}

/**
 * Moves the pass to the visitor `through`, or ends it if `through` is null. False if another node
 * moved the pass, or the group was decided on, since the record was read.
 */
export async function advancePass(
  trx: Db,
  { projectId, id, state, settleAt, settledThrough }: HeldGroupRecord,
  through: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('held_group')
    .set(through === null ? { settle_at: null, settled_through: '' } : { settled_through: through })
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .where('state', '=', state)
    .where('settle_at', '=', settleAt ?? '')
    .where('settled_through', '=', settledThrough)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function groups(db: Db) {
  return db
    .selectFrom('held_group')
    .select(['project_id', 'id', 'found_at', 'state', 'settle_at', 'settled_through']);
}

type Row = Awaited<ReturnType<ReturnType<typeof groups>['executeTakeFirstOrThrow']>>;

function toGroup(row: Row): HeldGroupRecord {
  return {
    projectId: row.project_id,
    id: row.id,
    foundAt: row.found_at,
    state: row.state,
    settleAt: row.settle_at,
    settledThrough: row.settled_through,
  };
}
