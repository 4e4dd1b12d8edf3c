import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import { createKeyRing, verifyToken } from '../../api/keys/tokens.ts';
import type { TokenAlgorithm } from '../../contract/vocabulary.ts';
import { type Figure, type Line, measureAlternately } from '../figure.ts';

const projectId = 'project';
const tokensPerRound = 4000;
/** The tokens that a busy server verifies at the same time. */
const concurrent = 50;

interface Contest {
  algorithm: TokenAlgorithm;
  /** Our key, as its row has it. */
  material: string;
  signingKey: KeyObject | Uint8Array;
  verifyingKey: KeyObject | Uint8Array;
}

/** Verifying one token, against `jose` with the same checks (decision 0026). */
export const tokenVerification: Figure = async () => {
  const secret = randomBytes(32).toString('base64url');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hmacKey = new TextEncoder().encode(secret);
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return [
    await against({
      algorithm: 'HS256',
      material: secret,
      signingKey: hmacKey,
      verifyingKey: hmacKey,
    }),
    await against({
      algorithm: 'EdDSA',
      material: pem,
      signingKey: privateKey,
      verifyingKey: publicKey,
    }),
  ];
};

async function against({ algorithm, material, signingKey, verifyingKey }: Contest): Promise<Line> {
  const token = await new SignJWT({ account: 'acme', traits: { plan: 'pro' } })
    .setProtectedHeader({ alg: algorithm })
    .setSubject('visitor')
    .setAudience(projectId)
    .setExpirationTime('1h')
    .sign(signingKey);
  const ring = createKeyRing(projectId, [{ id: 'key', algorithm, material }]);
  const options: JWTVerifyOptions = {
    algorithms: [algorithm],
    audience: projectId,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: 30,
  };
  const measured = await measureAlternately(
    () => timePerToken(() => verifyToken(ring, projectId, token, new Date())),
    () => timePerToken(() => jwtVerify(token, verifyingKey, options)),
  );
  const name = `verifying a token, ${algorithm}`;
  return { ...measured, name, unit: 'µs', floorName: 'jose, with the same checks' };
}

/** Microseconds per token of `verify`, which may return a promise. */
async function timePerToken(verify: () => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let done = 0; done < tokensPerRound; done += concurrent) {
    await Promise.all(Array.from({ length: concurrent }, verify));
  }
  return ((performance.now() - startedAt) * 1000) / tokensPerRound;
}
