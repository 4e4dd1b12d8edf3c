// The library is read with the first password and not at each start.
const argon2 = () => import('@node-rs/argon2');

/** Argon2id with the memory, passes and lanes of OWASP's Password Storage Cheat Sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A password as a PHC string, with a salt of its own. Takes tens of milliseconds, in another thread. */
export async function hashPassword(password: string): Promise<string> {
  return (await argon2()).hash(password, cost);
}

/** Whether a password is the one that was hashed; the same work as hashing. */
export async function isPassword(password: string, hashed: string): Promise<boolean> {
  return (await argon2()).verify(hashed, password);
}
