import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the memory, passes and lanes of OWASP's Password Storage Cheat Sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A password as a PHC string, with a salt of its own. Takes tens of milliseconds, in another thread. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Whether a password is the one that was hashed; the same work as hashing. */
export function isPassword(password: string, hashed: string): Promise<boolean> {
  return verify(hashed, password);
}
