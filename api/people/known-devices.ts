import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { deviceCookie } from '../http/device-cookie.ts';

/** An account, and what its password is kept as; undefined if nobody has the address. */
export interface Login {
  email: string;
  passwordHash: string | undefined;
}

/** Recognises devices on which someone signed in to an account with its present password. */
export interface KnownDevices {
  /** Whether the cookies of a request prove that. */
  isKnown(cookies: string | undefined, login: Login): boolean;
  /** The `Set-Cookie` header for a device after a sign-in. It keeps the device's other accounts. */
  remember(cookies: string | undefined, login: Login): string;
}

/** On a shared device, the accounts that signed in last. */
const maxLogins = 5;
const idBytes = 16;
const isId = /^[\w-]{22}$/;

/**
 * The cookie's value is `<random id>.<MAC>.<MAC>…`, with one MAC per account over the id, the address
 * and the password's hash: it names nobody, and a new password ends it (OWASP, "Device cookies").
 */
export function createKnownDevices({ config, keys }: Pick<Deps, 'config' | 'keys'>): KnownDevices {
  const cookie = deviceCookie(config.publicUrl);
  const [current, ...previous] = keys.protection.derive('known devices');

  function read(cookies: string | undefined) {
    const [id = '', ...proofs] = (cookie.read(cookies) ?? '').split('.', 1 + maxLogins);
    return { id, proofs };
  }

  return {
    isKnown(cookies, login) {
      const { id, proofs } = read(cookies);
      if (login.passwordHash === undefined) return false;
      const valid = [current, ...previous].map((key) => proofOf(key, id, login));
      return proofs.some((actual) => valid.some((proof) => isEqual(actual, proof)));
    },
    remember(cookies, login) {
      const device = read(cookies);
      const id = isId.test(device.id) ? device.id : randomBytes(idBytes).toString('base64url');
      const proof = proofOf(current, id, login);
      const others = device.proofs.filter((one) => one !== proof);
      return cookie.write([id, proof, ...others].slice(0, 1 + maxLogins).join('.'));
    },
  };
}

function proofOf(key: string, id: string, { email, passwordHash = '' }: Login): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([id, email, passwordHash]))
    .digest('base64url');
}

function isEqual(actual: string, proof: string): boolean {
  const [one, other] = [Buffer.from(actual), Buffer.from(proof)];
  return one.length === other.length && timingSafeEqual(one, other);
}
