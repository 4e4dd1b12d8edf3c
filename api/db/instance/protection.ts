import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The purposes that keys are derived for. A purpose is never renamed, because its keys would
 * change.
 */
export type Purpose =
  | 'session cookies'
  | 'known devices'
  | 'token keys'
  | 'secret check'
  | 'landed tickets';

/** Keys that are derived from the current secret and the previous ones. */
export interface Protection {
  /** The current secret first. */
  readonly secrets: readonly [string, ...string[]];
  /** Returns 256 bits in base64url for each secret, in the order of `secrets`. */
  derive(purpose: Purpose): readonly [string, ...string[]];
  /** Encrypts a text under the current secret. Only `open` with the same context decrypts it. */
  seal(text: string, context: string): string;
  /** Decrypts a sealed text. Returns undefined if no secret opens it, or if the context differs. */
  open(sealed: string, context: string): OpenedText | undefined;
}

export interface OpenedText {
  text: string;
  /** Whether the current secret opened the text, and not a previous one. */
  isCurrent: boolean;
}

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const sealedPrefix = 'sealed:';

/** `secrets` contains the current secret, then the previous ones. */
export function createProtection(secrets: readonly [string, ...string[]]): Protection {
  const [current, ...previous] = secrets;
  const sealingKeys = derive('token keys');

  function derive(purpose: Purpose): [string, ...string[]] {
    return [deriveKey(current, purpose), ...previous.map((one) => deriveKey(one, purpose))];
  }

  return {
    secrets,
    derive,
    seal: (text, context) => seal(text, sealingKeys[0], context),
    open(sealed, context) {
      for (const [at, key] of sealingKeys.entries()) {
        const text = unseal(sealed, key, context);
        if (text !== undefined) return { text, isCurrent: at === 0 };
      }
      return undefined;
    },
  };
}

/** Whether a text is one that `seal` returned. */
export function isSealed(text: string): boolean {
  return text.startsWith(sealedPrefix);
}

/** HKDF with SHA-256 (RFC 5869). */
function deriveKey(secret: string, purpose: Purpose): string {
  const key = hkdfSync('sha256', secret, '', `tidings ${purpose}`, keyBytes);
  return Buffer.from(key).toString('base64url');
}

function seal(text: string, key: string, context: string): string {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, Buffer.from(key, 'base64url'), iv);
  sealing.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  const bytes = Buffer.concat([iv, sealing.getAuthTag(), sealed]);
  return sealedPrefix + bytes.toString('base64url');
}

function unseal(sealed: string, key: string, context: string): string | undefined {
  const bytes = Buffer.from(sealed.slice(sealedPrefix.length), 'base64url');
  try {
    const iv = bytes.subarray(0, ivBytes);
    const opening = createDecipheriv(cipher, Buffer.from(key, 'base64url'), iv);
    opening.setAAD(Buffer.from(context));
    opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const text = opening.update(bytes.subarray(ivBytes + tagBytes));
    return Buffer.concat([text, opening.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
