import type { HeldState } from '../../../contract/vocabulary.ts';
import type { Db } from '../../db/database.ts';
import type { Visitor } from '../visitor-queries.ts';
import {
  advancePass,
  countGroupVisitors,
  findDueGroup,
  findHeldGroup,
  findOpenGroup,
  type HeldGroupRecord,
  insertHeldGroup,
  joinGroup,
  listGroupVisitors,
  listHeldGroups,
  listHeldStates,
  listUnreleasedGroups,
  scheduleSettling,
  scheduleSettlingOnce,
  updateHeldState,
} from './held-group-queries.ts';
import { hourBefore } from './network-hours.ts';
import { takeNetworkRaters } from './network-queries.ts';

/** Visitors of one group whose rows must be moved to agree with the group's state. */
export interface HeldVisitors {
  projectId: string;
  groupId: string;
  visitorIds: readonly string[];
  /** Whether their answers and exposures are left out of the tallies. */
  isLeftOut: boolean;
}

/** A network in which a suspicious number of raters was counted. */
export interface SuspiciousNetwork {
  projectId: string;
  /** The network's digests under today's key and yesterday's. */
  digests: readonly string[];
  /** The clock hours whose raters are held back: `YYYY-MM-DDTHH`. */
  hours: readonly string[];
  at: string;
}

/** The number of visitors whose rows are moved in one transaction. */
const visitorsPerSlice = 250;

/**
 * After visitors join a group, one more pass runs this much later. It finds answers that another
 * node stored while their visitor was being held back.
 */
const secondLookMs = 30_000;

/**
 * Puts the network's raters of these hours who are in no group into the network's undecided group
 * of the last 24 hours, or into a new one. Returns the first 250, whose rows the caller must move
 * now; `settleDue` moves the rest. Undefined if there is no one to hold back.
 */
export async function holdNetwork(
  trx: Db,
  { projectId, digests, hours, at }: SuspiciousNetwork,
  randomId: () => string,
): Promise<HeldVisitors | undefined> {
  const visitorIds = await takeNetworkRaters(trx, projectId, digests, hours);
  const [network] = digests;
  if (visitorIds.length === 0 || network === undefined) return undefined;
  const open = await findOpenGroup(trx, projectId, digests, hourBefore(at, 24));
  const group = { projectId, id: open ?? randomId() };
  if (open === undefined) await insertHeldGroup(trx, { ...group, network, foundAt: at });
  await joinGroup(trx, group, visitorIds);
  if (visitorIds.length > visitorsPerSlice) await scheduleSettling(trx, group, at);
  else await scheduleSettlingOnce(trx, group, secondLookAt(at));
  const first = visitorIds.slice(0, visitorsPerSlice);
  return { projectId, groupId: group.id, visitorIds: first, isLeftOut: true };
}

/** Lists those of these visitors who are in a group, by group, and whether they are left out. */
export async function listHeldVisitors(
  trx: Db,
  visitors: Iterable<Visitor>,
): Promise<HeldVisitors[]> {
  const groups = new Map<string, { projectId: string; id: string; visitorIds: string[] }>();
  for (const { projectId, id: visitorId, heldGroup: id } of visitors) {
    if (id === null) continue;
    const known = groups.get(id);
    if (known) known.visitorIds.push(visitorId);
    else groups.set(id, { projectId, id, visitorIds: [visitorId] });
  }
  const states = await listHeldStates(trx, [...groups.values()]);
  return [...groups.values()].map(({ projectId, id, visitorIds }) => {
    return { projectId, groupId: id, visitorIds, isLeftOut: states.get(id) !== 'released' };
  });
}

/** A group as members see it. */
export interface HeldGroupSummary {
  projectId: string;
  id: string;
  foundAt: string;
  state: HeldState;
  /** Whether rows of the group's visitors may still disagree with its state. */
  isMoving: boolean;
}

/** Lists a page of a project's groups, newest first. */
export async function listGroupSummaries(
  db: Db,
  projectId: string,
  page: { afterId: string | undefined; count: number },
): Promise<HeldGroupSummary[]> {
  return (await listHeldGroups(db, projectId, page)).map(toSummary);
}

/** Undefined if the project has no such group. */
export async function findGroupSummary(
  db: Db,
  projectId: string,
  id: string,
): Promise<HeldGroupSummary | undefined> {
  const group = await findHeldGroup(db, projectId, id);
  return group && toSummary(group);
}

/** Counts the visitors in a group. */
export async function countVisitorsInGroup(db: Db, projectId: string, id: string): Promise<number> {
  return countGroupVisitors(db, projectId, id);
}

/** Yields the visitors of all groups found before this instant and not released, 250 at a time. */
export async function* unreleasedVisitors(
  db: Db,
  foundBefore: string,
): AsyncGenerator<{ projectId: string; groupId: string; visitorIds: string[] }> {
  for (const { projectId, id } of await listUnreleasedGroups(db, foundBefore)) {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = { after, limit: visitorsPerSlice };
      const visitorIds = await listGroupVisitors(db, { projectId, id }, page);
      if (visitorIds.length > 0) yield { projectId, groupId: id, visitorIds };
      after = visitorIds.at(-1);
    }
  }
}

/** Sets a group's state and schedules the move of its rows. False if it already has this state. */
export async function setGroupState(
  trx: Db,
  decision: { projectId: string; id: string; state: HeldState },
  at: string,
): Promise<boolean> {
  return updateHeldState(trx, decision, at);
}

/** Finds a group of any project whose rows are due to be moved. */
export async function findGroupToSettle(
  db: Db,
  now: Date,
): Promise<{ projectId: string; id: string } | undefined> {
  return findDueGroup(db, now.toISOString());
}

/**
 * Returns a group's next visitors, whose rows the caller must move in this transaction. Undefined
 * after the last, when the pass ends, and if another node was faster.
 */
export async function takeNextSlice(
  trx: Db,
  projectId: string,
  groupId: string,
): Promise<HeldVisitors | undefined> {
  const group = await findHeldGroup(trx, projectId, groupId);
  if (!group || group.settleAt === null) return undefined;
  const page = { after: group.settledThrough, limit: visitorsPerSlice };
  const visitorIds = await listGroupVisitors(trx, group, page);
  const isOurs = await advancePass(trx, group, visitorIds.at(-1) ?? null);
  if (!isOurs || visitorIds.length === 0) return undefined;
  return { projectId, groupId, visitorIds, isLeftOut: group.state !== 'released' };
}

/** The extra pass over rows that seem to agree does not count as moving. */
function toSummary({
  projectId,
  id,
  foundAt,
  state,
  settleAt,
  settledThrough,
}: HeldGroupRecord): HeldGroupSummary {
  const isMoving = settleAt !== null && settledThrough !== '';
  return { projectId, id, foundAt, state, isMoving };
}

function secondLookAt(at: string): string {
  return new Date(Date.parse(at) + secondLookMs).toISOString();
}
