import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { deviceCookie } from '../http/device-cookie.ts';

/** An address and the hash of its password, which is undefined if no person has the address. */
export interface Login {
  email: string;
  passwordHash: string | undefined;
}

/** Recognises devices on which a person signed in with their current password. */
export interface KnownDevices {
  /** Whether the cookies of a request prove that this device is known for the login. */
  isKnown(cookies: string | undefined, login: Login): boolean;
  /** The `Set-Cookie` header for a device after a sign-in. It keeps the device's other logins. */
  remember(cookies: string | undefined, login: Login): string;
}

/** A shared device remembers this many logins, the latest ones. */
const maxLogins = 5;
const idBytes = 16;
const isId = /^[\w-]{22}$/;

/**
 * The cookie's value is `<random id>.<MAC>.<MAC>…`, with one MAC per login over the id, the address
 * and the password's hash. The cookie names no one, and a new password invalidates its MAC (OWASP,
 * "Device cookies").
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
