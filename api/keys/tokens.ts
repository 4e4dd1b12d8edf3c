import {
  createHmac,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { z } from 'zod';
import { nonEmptyText, type Traits, text, traits } from '../../contract/fields.ts';
import { limits, type TokenAlgorithm } from '../../contract/vocabulary.ts';
import { readBase64url } from '../base64url.ts';
import { AppError } from '../errors.ts';

/** A live token key. `material` is SPKI PEM for EdDSA, and the secret's text for HS256. */
export interface TokenKeyMaterial {
  id: string;
  algorithm: TokenAlgorithm;
  material: string;
}

/** The claims that a token proves. */
export interface VerifiedToken {
  subject: string;
  account: string | null;
  traits: Traits;
  /** Milliseconds since 1970, from `nbf` (or 0) and `exp`. */
  notBeforeMs: number;
  expiresAtMs: number;
}

/** A project's live keys, each pinned to the one algorithm that it was created for. */
export interface TokenKeyRing {
  /** Identifies the keys: two rings with the same id accept the same tokens. */
  id: string;
  keys: { algorithm: TokenAlgorithm; isSignedBy: SignatureCheck }[];
}

type SignatureCheck = (content: string, signature: Buffer) => boolean;

/** The milliseconds by which a host's clock may differ from ours. */
const clockSkewMs = 30_000;
const maxLifeMs = 24 * 60 * 60 * 1000;
const utf8 = new TextDecoder('utf-8', { fatal: true });

const header = z.looseObject({ alg: z.string(), crit: z.undefined().optional() });
const seconds = z.number().min(0).max(1e11);
const claims = z.looseObject({
  sub: nonEmptyText(255),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: seconds,
  nbf: seconds.optional(),
  account: text(limits.traitChars).nullish(),
  traits: traits.nullish(),
});

/** Prepares the live keys of a project for `verifyToken`. */
export function createKeyRing(projectId: string, keys: TokenKeyMaterial[]): TokenKeyRing {
  return {
    id: [projectId, ...keys.map((key) => key.id)].join(' '),
    keys: keys.map(({ algorithm, material }) => ({
      algorithm,
      isSignedBy:
        algorithm === 'EdDSA'
          ? signedByEd25519(createPublicKey(material))
          : // The text's bytes, which is how JWT libraries use a secret that is a string.
            signedByHmac(createSecretKey(Buffer.from(material))),
    })),
  };
}

/**
 * Verifies a JWT in compact form (RFC 7515, 7519) that one of the project's live keys signed. `aud`
 * must name the project. A key accepts only its own algorithm, whatever the token's header says
 * (RFC 8725, section 3.1). Throws `token_invalid`, or `token_expired` for a token that was once
 * valid.
 */
export function verifyToken(
  ring: TokenKeyRing,
  projectId: string,
  token: string,
  now: Date,
): VerifiedToken {
  const [head = '', payload = '', signature = '', ...more] = token.split('.');
  const bytes = readBase64url(signature);
  if (more.length > 0 || !bytes || [head, payload, signature].includes('')) {
    throw invalid('it is not a signed JWT');
  }
  const { alg } = readPart(head, header, 'its header cannot be read');
  const content = `${head}.${payload}`;
  if (!ring.keys.some((key) => key.algorithm === alg && key.isSignedBy(content, bytes))) {
    throw invalid('no live key of this project signed it');
  }
  const payloadClaims = readPart(payload, claims, 'it needs a valid sub, aud and exp');
  if (![payloadClaims.aud].flat().includes(projectId)) throw invalid('its aud is not this project');
  const verified = toVerified(payloadClaims);
  checkTime(verified, now);
  return verified;
}

/** Checks that a token that was verified before is valid now. Throws as `verifyToken` does. */
export function checkTime({ notBeforeMs, expiresAtMs }: VerifiedToken, now: Date): void {
  const ms = now.getTime();
  if (expiresAtMs <= ms) {
    throw new AppError('token_expired', 'The token has expired. Identify the visitor again.');
  }
  if (expiresAtMs > ms + maxLifeMs + clockSkewMs)
    throw invalid('its exp is more than 24 hours ahead');
  if (notBeforeMs > ms + clockSkewMs) throw invalid('its nbf is in the future');
}

function toVerified(tokenClaims: z.infer<typeof claims>): VerifiedToken {
  return {
    subject: tokenClaims.sub,
    account: tokenClaims.account || null,
    traits: tokenClaims.traits ?? {},
    notBeforeMs: (tokenClaims.nbf ?? 0) * 1000,
    expiresAtMs: tokenClaims.exp * 1000,
  };
}

function readPart<S extends z.ZodType>(part: string, schema: S, fault: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(utf8.decode(readBase64url(part))));
  } catch (cause) {
    throw invalid(fault, cause);
  }
}

function signedByEd25519(key: KeyObject): SignatureCheck {
  if (key.asymmetricKeyType !== 'ed25519') return () => false;
  return (content, signature) => verify(null, Buffer.from(content), key, signature);
}

function signedByHmac(key: KeyObject): SignatureCheck {
  return (content, signature) => {
    const expected = createHmac('sha256', key).update(content).digest();
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  };
}

function invalid(why: string, cause?: unknown): AppError {
  return new AppError('token_invalid', `The token is refused: ${why}.`, { cause });
}
