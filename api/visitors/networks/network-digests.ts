import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import type { PublicNetwork } from '../../http/address.ts';
import { dayBefore } from './network-hours.ts';
import { insertNetworkKey, listNetworkKeys } from './network-queries.ts';
import type { NetworkBits } from './suspicion.ts';

/**
 * A network as it is stored: an HMAC under a key of the day, so that no address is stored, and none
 * can be found out once the key is deleted.
 */
export interface NetworkDigest {
  bits: NetworkBits;
  today: string;
  /** Under yesterday's key; null if nothing was counted yesterday. */
  yesterday: string | null;
}

/** Returns the digests of a visitor's networks for a project at a time. */
export type DigestNetworks = (
  projectId: string,
  networks: readonly PublicNetwork[],
  now: Date,
) => Promise<NetworkDigest[]>;

/** 128 bits are enough to distinguish networks. */
const digestBytes = 16;
const keyBytes = 32;

interface DayKeys {
  today: string;
  yesterday: string | undefined;
}

/** Reads the keys of each day once. The first node that needs today's key creates it. */
export function createNetworkDigests({ writer }: Pick<Database, 'writer'>): DigestNetworks {
  let known: { day: string; keys: Promise<DayKeys> } | undefined;

  async function read(day: string, yesterday: string): Promise<DayKeys> {
    await insertNetworkKey(writer, day, randomBytes(keyBytes).toString('base64url'));
    const keys = await listNetworkKeys(writer, [day, yesterday]);
    const today = keys.get(day);
    if (today === undefined) throw new Error('The network key for today is missing.');
    return { today, yesterday: keys.get(yesterday) };
  }

  function keysAt(at: string): Promise<DayKeys> {
    const day = dayBefore(at, 0);
    if (known?.day === day) return known.keys;
    const keys = read(day, dayBefore(at, 1));
    known = { day, keys };
    keys.catch(() => {
      known = undefined;
    });
    return keys;
  }

  return async (projectId, networks, now) => {
    if (networks.length === 0) return [];
    const { today, yesterday } = await keysAt(now.toISOString());
    return networks.map(({ bits, network }) => ({
      bits,
      today: digest(today, projectId, network),
      yesterday: yesterday === undefined ? null : digest(yesterday, projectId, network),
    }));
  };
}

/** Returns a digest that differs in each project, so that two projects cannot be compared. */
function digest(key: string, projectId: string, network: string): string {
  const hmac = createHmac('sha256', Buffer.from(key, 'base64url'));
  const mac = hmac.update(`${projectId}\n${network}`).digest();
  return mac.subarray(0, digestBytes).toString('base64url');
}
