import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { createAddressOf, networkOf } from './address.ts';
import { createForgivingLimit, createLimit } from './limits.ts';

const quarterHour = 15 * 60;
const networkQuota = { name: 'sign-in-network', points: 100, seconds: quarterHour };
const personQuota = { name: 'sign-in', points: 10, seconds: quarterHour };

/** What a wrong password is answered with, at whichever door. */
const wrongPassword = ['sign_in_failed', 'password_wrong'];

/** Counts tries to guess a password or a link: by network, and by whose it would be. */
export interface Tries {
  fromNetwork(c: Context): Promise<void>;
  /**
   * Lets somebody try a password. Of a network's too, and first: whoever floods must not lock somebody
   * else out for long. It is counted before it is looked at, so that a hundred at once are no way
   * around; it is taken back where no password was wrong. Whoever had the right one has all of their
   * wrong ones forgotten (NIST SP 800-63B-4, 3.2.2): nobody else can bring that about.
   */
  at<Value>(c: Context, email: string, tryIt: () => Promise<Value>): Promise<Value>;
  /** Forgets the wrong tries of somebody who has proved themselves otherwise. */
  forget(email: string): Promise<void>;
}

/**
 * One for all doors, so that who guesses at two of them has no more tries. Both ways throw
 * `rate_limited`. Whether an address is anybody's makes no difference.
 */
export function createTries({ trustedProxies, rateLimits }: Config): Tries {
  const addressOf = createAddressOf(trustedProxies);
  const limitNetwork = createLimit(networkQuota, rateLimits);
  const limitPerson = createForgivingLimit(personQuota, rateLimits);

  const fromNetwork = (c: Context) => limitNetwork(c, networkOf(addressOf(c)));
  return {
    fromNetwork,
    async at(c, email, tryIt) {
      await fromNetwork(c);
      const key = keyOf(email);
      await limitPerson.count(c, key);
      try {
        const value = await tryIt();
        await limitPerson.forgiveAll(key);
        return value;
      } catch (error) {
        if (!isGuess(error)) await limitPerson.forgiveOne(key);
        throw error;
      }
    },
    async forget(email) {
      await limitPerson.forgiveAll(keyOf(email));
    },
  };
}

/** What is not known to be anything else was one. */
function isGuess(error: unknown): boolean {
  return !(error instanceof AppError) || wrongPassword.includes(error.code);
}

function keyOf(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}
