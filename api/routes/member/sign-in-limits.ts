import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Config } from '../../config.ts';
import { AppError } from '../../errors.ts';
import { createAddressOf, networkOf } from '../../http/address.ts';
import { createLimit, createReversibleLimit, type ReversibleLimit } from '../../http/limits.ts';

const quarterHour = 15 * 60;
const networkQuota = { name: 'sign-in-network', points: 100, seconds: quarterHour };
const accountQuota = { name: 'sign-in', points: 10, seconds: quarterHour };
const newDeviceQuota = { name: 'sign-in-new-device', points: 100, seconds: 60 * 60 };

/** The error codes of a wrong password, on any route. */
const wrongPassword = ['sign_in_failed', 'password_wrong'];

/** Returns whether the account has been signed in to before on the requesting device. */
export type IsKnownDevice = (c: Context, email: string) => Promise<boolean>;

/** Counts attempts to guess a password or a link. */
export interface SignInLimits {
  /** Counts an attempt of a network, for any account or link. */
  countNetworkAttempt(c: Context): Promise<void>;
  /**
   * Runs an attempt at an account's password. Counts the attempt first, so that a hundred
   * simultaneous attempts count too, and uncounts it unless the password was wrong. The right
   * password clears the account's wrong ones from this network (NIST SP 800-63B-4, 3.2.2).
   */
  run<Value>(c: Context, email: string, attempt: () => Promise<Value>): Promise<Value>;
  /** Clears the wrong attempts at an account whose owner proved their identity in another way. */
  clear(c: Context, email: string): Promise<void>;
}

/** A limit, and the key that an attempt is counted under. */
interface CountedAttempt {
  limit: ReversibleLimit;
  key: string;
}

/**
 * Creates the limits that all routes share, so that guessing on two routes gains nothing. Ten wrong
 * passwords per account and network, so that guesses from elsewhere do not lock the owner out; a
 * hundred an hour per account from all networks, which known devices are exempt from. The methods
 * throw `rate_limited`, whether or not the account exists.
 */
export function createSignInLimits(
  { trustedProxies, rateLimits }: Config,
  isKnownDevice: IsKnownDevice,
): SignInLimits {
  const addressOf = createAddressOf(trustedProxies);
  const limitNetwork = createLimit(networkQuota, rateLimits);
  const accountLimit = createReversibleLimit(accountQuota, rateLimits);
  const newDeviceLimit = createReversibleLimit(newDeviceQuota, rateLimits);

  const networkAt = (c: Context) => networkOf(addressOf(c));
  const countNetworkAttempt = (c: Context) => limitNetwork(c, networkAt(c));
  const accountAttempt = (c: Context, email: string): CountedAttempt => ({
    limit: accountLimit,
    key: keyOf(email, networkAt(c)),
  });
  const newDeviceAttempt = (email: string): CountedAttempt => ({
    limit: newDeviceLimit,
    key: keyOf(email),
  });

  return {
    countNetworkAttempt,
    async run(c, email, attempt) {
      await countNetworkAttempt(c);
      const account = accountAttempt(c, email);
      const attempts = (await isKnownDevice(c, email))
        ? [account]
        : [newDeviceAttempt(email), account];
      await countAll(c, attempts);
      try {
        const value = await attempt();
        await undoAll(attempts);
        await account.limit.reset(account.key);
        return value;
      } catch (error) {
        if (!isGuess(error)) await undoAll(attempts);
        throw error;
      }
    },
    async clear(c, email) {
      for (const { limit, key } of [accountAttempt(c, email), newDeviceAttempt(email)]) {
        await limit.reset(key);
      }
    },
  };
}

/** An attempt that one limit refuses does not count for the others. */
async function countAll(c: Context, attempts: readonly CountedAttempt[]): Promise<void> {
  for (const [index, { limit, key }] of attempts.entries()) {
    try {
      await limit.count(c, key);
    } catch (error) {
      await undoAll(attempts.slice(0, index));
      throw error;
    }
  }
}

async function undoAll(attempts: readonly CountedAttempt[]): Promise<void> {
  for (const { limit, key } of attempts) await limit.undo(key);
}

/** Whether a failure counts as a wrong password; an unexpected one does. */
function isGuess(error: unknown): boolean {
  return !(error instanceof AppError) || wrongPassword.includes(error.code);
}

function keyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
