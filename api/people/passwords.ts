import { createHashQueue } from './hash-queue.ts';

// The library is loaded with the first password, not at each start.
const argon2 = () => import('@node-rs/argon2');

/** Argon2id with the memory, passes and lanes of OWASP's Password Storage Cheat Sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One queue per process. Two hashes at once leave half of Node's four threads for the rest. */
const runQueued = createHashQueue({ concurrency: 2, maxWaiting: 20 });

/**
 * Hashes a password with its own salt, in another thread, in tens of milliseconds. Returns a PHC
 * string. Throws `overloaded` if too many passwords are waiting.
 */
export async function hashPassword(password: string): Promise<string> {
  return runQueued(async () => (await argon2()).hash(password, cost));
}

/** Whether a password matches a hash. Costs as much as hashing. Throws `overloaded`. */
export async function verifyPassword(password: string, passwordHash: string): Promise<boolean> {
  return runQueued(async () => (await argon2()).verify(passwordHash, password));
}
