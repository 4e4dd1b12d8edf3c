import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Config } from '../config.ts';
import { createAddressOf, networkOf } from './address.ts';
import { createLimit } from './limits.ts';

const quarterHour = 15 * 60;
const networkQuota = { name: 'sign-in-network', points: 100, seconds: quarterHour };
const personQuota = { name: 'sign-in', points: 10, seconds: quarterHour };

/** Counts tries to guess a password or a link: by network, and by whose it would be. */
export interface Tries {
  fromNetwork(c: Context): Promise<void>;
  /** Of a network's too, and first: whoever floods must not lock somebody else out for long. */
  at(c: Context, email: string): Promise<void>;
}

/** Both throw `rate_limited`. Whether an address is anybody's makes no difference. */
export function createTries({ trustedProxies, rateLimits }: Config): Tries {
  const addressOf = createAddressOf(trustedProxies);
  const limitNetwork = createLimit(networkQuota, rateLimits);
  const limitPerson = createLimit(personQuota, rateLimits);

  const fromNetwork = (c: Context) => limitNetwork(c, networkOf(addressOf(c)));
  return {
    fromNetwork,
    async at(c, email) {
      await fromNetwork(c);
      await limitPerson(c, createHash('sha256').update(email).digest('hex'));
    },
  };
}
