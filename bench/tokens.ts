import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Db } from '../api/db/database.ts';
import { newId } from '../api/ids.ts';
import type { TokenAlgorithm } from '../contract/vocabulary.ts';

const lifetimeSeconds = 12 * 3600;

/** Creates a token for a subject. A subject has a different token for each `edition`. */
export type Mint = (subject: string, edition: number) => string;

/** Adds a live token key of each algorithm. Returns functions that create tokens with them. */
export async function addTokenKeys(
  trx: Db,
  projectId: string,
): Promise<Record<TokenAlgorithm, Mint>> {
  const secret = randomBytes(32).toString('base64url');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await addKey(trx, projectId, 'EdDSA', pemOf(publicKey));
  await addKey(trx, projectId, 'HS256', secret);
  return {
    EdDSA: minter(projectId, 'EdDSA', (content) => sign(null, Buffer.from(content), privateKey)),
    HS256: minter(projectId, 'HS256', (content) =>
      createHmac('sha256', secret).update(content).digest(),
    ),
  };
}

async function addKey(
  trx: Db,
  projectId: string,
  algorithm: TokenAlgorithm,
  material: string,
): Promise<void> {
  const key = { id: newId(), algorithm, material, created_at: new Date().toISOString() };
  await trx
    .insertInto('token_key')
    .values({ project_id: projectId, ...key, retired_at: null })
    .execute();
}

function minter(aud: string, alg: TokenAlgorithm, signContent: (content: string) => Buffer): Mint {
  const exp = Math.floor(Date.now() / 1000) + lifetimeSeconds;
  const head = encode({ alg, typ: 'JWT' });
  return (sub, jti) => {
    const content = `${head}.${encode({ sub, aud, exp, jti, traits: { plan: 'pro' } })}`;
    return `${content}.${signContent(content).toString('base64url')}`;
  };
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
