import type { Db } from '../../db/database.ts';
import { type Held, holdNetwork } from './held-groups.ts';
import type { NetworkDigest } from './network-digests.ts';
import { hourBefore, hourOf, lastDay } from './network-hours.ts';
import {
  addRaterCounts,
  countProjectRaters,
  insertNetworkRaters,
  type NetworkRater,
  type RaterCount,
  sumRaters,
} from './network-queries.ts';
import { exceededPeriod, isDominant, type Period } from './suspicion.ts';

/** An anonymous visitor's first answer in a project. */
export interface NewRater {
  projectId: string;
  visitorId: string;
  /** Empty for an address that is not public, or that belongs to the project's owners. */
  networks: readonly NetworkDigest[];
  at: string;
}

/** Every row of `slots` holds part of the project's sum, so that nodes do not wait for one row. */
const slots = 16;

/** A network as some raters of a batch came from it in one clock hour. */
interface Origin extends NetworkDigest {
  projectId: string;
  hour: string;
  at: string;
}

/**
 * Counts new anonymous raters by network, and holds back those of each network that turns out to be
 * suspicious: in this batch, in the current hour or the last 24 hours, on any node. The counts of a
 * network are locked from here to the end of the transaction, so call this late.
 */
export async function countRaters(
  trx: Db,
  raters: readonly NewRater[],
  { slot, randomId }: { slot: number; randomId: () => string },
): Promise<Held[]> {
  const origins = originsOf(raters);
  await addRaterCounts(trx, countsOf(raters, slot));
  await insertNetworkRaters(trx, networkRatersOf(raters));
  const held: Held[] = [];
  for (const { origin, period } of await findSuspicious(trx, origins)) {
    const hours = period === 'hour' ? [origin.hour] : lastDay(origin.at);
    const found = await holdNetwork(
      trx,
      { ...origin, digests: digestsOf(origin), hours },
      randomId,
    );
    if (found) held.push(found);
  }
  return held;
}

/** The networks that broke both limits; narrow ones first, whose groups are then the smaller. */
async function findSuspicious(
  trx: Db,
  origins: readonly Origin[],
): Promise<{ origin: Origin; period: Period }[]> {
  const sums = await sumRaters(
    trx,
    origins.map(({ projectId, today, yesterday, hour, at }) => {
      const since = hourBefore(at, 23);
      return { project_id: projectId, today, yesterday, hour, since };
    }),
  );
  const countAll = createProjectSums(trx);
  const suspicious: { origin: Origin; period: Period }[] = [];
  for (const origin of origins) {
    const sum = sums.get(`${origin.today} ${origin.hour}`) ?? { hour: 0, day: 0 };
    const period = exceededPeriod(origin.bits, sum);
    if (period && isDominant(sum.day, await countAll(origin))) suspicious.push({ origin, period });
  }
  return suspicious.sort((a, b) => b.origin.bits - a.origin.bits);
}

/** A project's raters of the last 24 hours, read once for all networks of a batch. */
function createProjectSums(trx: Db): (origin: Origin) => Promise<number> {
  const sums = new Map<string, Promise<number>>();
  const names = Array.from({ length: slots }, (_, slot) => nameOfSum(slot));
  return ({ projectId, hour, at }) => {
    const key = `${projectId} ${hour}`;
    const sum =
      sums.get(key) ?? countProjectRaters(trx, projectId, names, hourBefore(at, 23), hour);
    sums.set(key, sum);
    return sum;
  };
}

/** Each network once per hour. */
function originsOf(raters: readonly NewRater[]): Origin[] {
  const origins = new Map<string, Origin>();
  for (const { projectId, networks, at } of raters) {
    const hour = hourOf(at);
    for (const { bits, today, yesterday } of networks) {
      origins.set(`${today} ${hour}`, { projectId, bits, today, yesterday, hour, at });
    }
  }
  return [...origins.values()];
}

function countsOf(raters: readonly NewRater[], slot: number): RaterCount[] {
  const counts = new Map<string, RaterCount>();
  for (const { projectId, networks, at } of raters) {
    const hour = hourOf(at);
    for (const network of [nameOfSum(slot), ...networks.map(({ today }) => today)]) {
      const key = `${projectId} ${hour} ${network}`;
      const known = counts.get(key);
      if (known) known.raters += 1;
      else counts.set(key, { project_id: projectId, hour, network, raters: 1 });
    }
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

function networkRatersOf(raters: readonly NewRater[]): NetworkRater[] {
  return raters.flatMap(({ projectId, visitorId, networks, at }) =>
    networks.map(({ today }) => ({
      project_id: projectId,
      hour: hourOf(at),
      network: today,
      visitor_id: visitorId,
    })),
  );
}

function digestsOf({ today, yesterday }: NetworkDigest): string[] {
  return yesterday === null ? [today] : [today, yesterday];
}

/** No digest contains a space. */
function nameOfSum(slot: number): string {
  return `all ${slot}`;
}
