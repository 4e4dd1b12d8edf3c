import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Config } from '../../config.ts';
import { AppError } from '../../errors.ts';
import { createAddressOf, networkOf } from '../../http/address.ts';
import { createForgivingLimit, createLimit, type ForgivingLimit } from '../../http/limits.ts';

const quarterHour = 15 * 60;
const networkQuota = { name: 'sign-in-network', points: 100, seconds: quarterHour };
const accountQuota = { name: 'sign-in', points: 10, seconds: quarterHour };
const strangerQuota = { name: 'sign-in-new-device', points: 100, seconds: 60 * 60 };

/** The error codes of a wrong password, on whichever route. */
const wrongPassword = ['sign_in_failed', 'password_wrong'];

/** Whether someone signed in to an account before on the device that sends a request. */
export type IsKnownDevice = (c: Context, email: string) => Promise<boolean>;

/** Counts attempts to guess a password or a link. */
export interface Tries {
  /** Counts an attempt of a network, whatever it is for. */
  fromNetwork(c: Context): Promise<void>;
  /**
   * Runs an attempt at an account's password. It counts the attempt first, so that a hundred
   * simultaneous ones are counted too, and takes it back if the password was not wrong. The right
   * password clears the account's wrong ones from this network (NIST SP 800-63B-4, 3.2.2).
   */
  at<Value>(c: Context, email: string, tryIt: () => Promise<Value>): Promise<Value>;
  /** Clears the wrong attempts of someone who has proved who they are in another way. */
  forget(c: Context, email: string): Promise<void>;
}

/** A limit of which one attempt is counted under this key. */
interface Counted {
  limit: ForgivingLimit;
  key: string;
}

/**
 * Creates the limits that all routes share, so that guessing on two routes gains nothing. Ten per
 * account and network: guesses from elsewhere do not lock the owner out. Guesses from many networks
 * share a hundred an hour per account, which do not concern a device that is known. Its methods throw
 * `rate_limited`, whether or not anyone has the address.
 */
export function createTries(
  { trustedProxies, rateLimits }: Config,
  isKnownDevice: IsKnownDevice,
): Tries {
  const addressOf = createAddressOf(trustedProxies);
  const limitNetwork = createLimit(networkQuota, rateLimits);
  const accountLimit = createForgivingLimit(accountQuota, rateLimits);
  const strangerLimit = createForgivingLimit(strangerQuota, rateLimits);

  const networkAt = (c: Context) => networkOf(addressOf(c));
  const fromNetwork = (c: Context) => limitNetwork(c, networkAt(c));
  const accountAt = (c: Context, email: string): Counted => ({
    limit: accountLimit,
    key: keyOf(email, networkAt(c)),
  });
  const strangerTo = (email: string): Counted => ({ limit: strangerLimit, key: keyOf(email) });

  return {
    fromNetwork,
    async at(c, email, tryIt) {
      await fromNetwork(c);
      const account = accountAt(c, email);
      const counted = (await isKnownDevice(c, email)) ? [account] : [strangerTo(email), account];
      await countAll(c, counted);
      try {
        const value = await tryIt();
        await forgiveOne(counted);
        await account.limit.forgiveAll(account.key);
        return value;
      } catch (error) {
        if (!isGuess(error)) await forgiveOne(counted);
        throw error;
      }
    },
    async forget(c, email) {
      for (const { limit, key } of [accountAt(c, email), strangerTo(email)]) {
        await limit.forgiveAll(key);
      }
    },
  };
}

/** An attempt that one limit refuses does not count for the others. */
async function countAll(c: Context, counted: readonly Counted[]): Promise<void> {
  for (const [at, { limit, key }] of counted.entries()) {
    try {
      await limit.count(c, key);
    } catch (error) {
      await forgiveOne(counted.slice(0, at));
      throw error;
    }
  }
}

async function forgiveOne(counted: readonly Counted[]): Promise<void> {
  for (const { limit, key } of counted) await limit.forgiveOne(key);
}

/** Whether a failure counts as a wrong password; an unexpected one does. */
function isGuess(error: unknown): boolean {
  return !(error instanceof AppError) || wrongPassword.includes(error.code);
}

function keyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
