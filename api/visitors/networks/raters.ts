import type { Db } from '../../db/database.ts';
import { type HeldVisitors, holdNetwork } from './held-groups.ts';
import type { NetworkDigest } from './network-digests.ts';
import { hourBefore, hourOf, last24Hours } from './network-hours.ts';
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
  /** Empty for an address that is not public or that is in the project's own networks. */
  networks: readonly NetworkDigest[];
  at: string;
}

/** The project's sum is spread over this many rows, so that nodes do not wait for one row. */
const slots = 16;

/** A network from which raters of a batch came in one clock hour. */
interface NetworkHour extends NetworkDigest {
  projectId: string;
  hour: string;
  at: string;
}

/**
 * Counts new anonymous raters by network, and holds back the raters of each network that is
 * suspicious in the current hour or the last 24 hours, from this batch and from any node. Locks the
 * counts of the networks until the transaction ends, so it must be called late.
 */
export async function countRaters(
  trx: Db,
  raters: readonly NewRater[],
  { slot, randomId }: { slot: number; randomId: () => string },
): Promise<HeldVisitors[]> {
  const networkHours = networkHoursOf(raters);
  await addRaterCounts(trx, countsOf(raters, slot));
  await insertNetworkRaters(trx, networkRatersOf(raters));
  const held: HeldVisitors[] = [];
  for (const { networkHour, period } of await findSuspicious(trx, networkHours)) {
    const hours = period === 'hour' ? [networkHour.hour] : last24Hours(networkHour.at);
    const group = await holdNetwork(
      trx,
      { ...networkHour, digests: digestsOf(networkHour), hours },
      randomId,
    );
    if (group) held.push(group);
  }
  return held;
}

/** Returns the networks that exceed both limits, narrow ones first, so that groups stay small. */
async function findSuspicious(
  trx: Db,
  networkHours: readonly NetworkHour[],
): Promise<{ networkHour: NetworkHour; period: Period }[]> {
  const sums = await sumRaters(
    trx,
    networkHours.map(({ projectId, today, yesterday, hour, at }) => {
      const since = hourBefore(at, 23);
      return { project_id: projectId, today, yesterday, hour, since };
    }),
  );
  const countAll = createProjectSums(trx);
  const suspicious: { networkHour: NetworkHour; period: Period }[] = [];
  for (const networkHour of networkHours) {
    const sum = sums.get(`${networkHour.today} ${networkHour.hour}`) ?? { hour: 0, day: 0 };
    const period = exceededPeriod(networkHour.bits, sum);
    if (period && isDominant(sum.day, await countAll(networkHour)))
      suspicious.push({ networkHour, period });
  }
  return suspicious.sort((a, b) => b.networkHour.bits - a.networkHour.bits);
}

/** Returns a function that sums a project's raters of the last 24 hours, once for all networks. */
function createProjectSums(trx: Db): (networkHour: NetworkHour) => Promise<number> {
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

/** Returns each network once per hour. */
function networkHoursOf(raters: readonly NewRater[]): NetworkHour[] {
  const networkHours = new Map<string, NetworkHour>();
  for (const { projectId, networks, at } of raters) {
    const hour = hourOf(at);
    for (const { bits, today, yesterday } of networks) {
      networkHours.set(`${today} ${hour}`, { projectId, bits, today, yesterday, hour, at });
    }
  }
  return [...networkHours.values()];
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

/** Returns a name that is never a digest: no digest contains a space. */
function nameOfSum(slot: number): string {
  return `all ${slot}`;
}
