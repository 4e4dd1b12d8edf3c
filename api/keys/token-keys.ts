import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import type { TokenKey, TokenKeyCreate, TokenKeyCreated } from '../../contract/keys.ts';
import { type Change, type ChangeOptions, changeProject, system } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { isSealed, type Protection } from '../db/instance/protection.ts';
import { AppError, invalidField, notFound } from '../errors.ts';
import { expectMayGrant } from '../members/authority.ts';
import {
  countLiveTokenKeys,
  findTokenKey,
  insertTokenKey,
  type LiveTokenKey,
  listLiveTokenKeys,
  listSharedSecrets,
  type ProjectTokenKey,
  retireTokenKeyRow,
  updateTokenKeyMaterial,
} from './token-key-queries.ts';

/** Two, so that a host can add the next key before it retires the last one. */
const maxLive = 2;
const secretBytes = 32;

/**
 * Adds a key that may sign visitors' tokens from the next request on. Throws `key_limit` if two
 * keys are live, `invalid_body` for anything but an Ed25519 public key in PEM, and `forbidden` if
 * the actor may not add keys.
 */
export async function createTokenKey(
  change: Change,
  protection: Protection,
  input: TokenKeyCreate,
): Promise<TokenKeyCreated> {
  const { trx, projectId, actor } = change;
  const { algorithm } = input;
  const material = input.algorithm === 'EdDSA' ? readPublicKey(input.publicKey) : newSecret();
  await expectMayGrant(change);
  if ((await countLiveTokenKeys(trx, projectId)) >= maxLive) {
    throw new AppError(
      'key_limit',
      'This project already has two live token keys. Retire one of them first.',
    );
  }
  const id = change.newId();
  const createdAt = change.now.toISOString();
  const key: TokenKey = { id, algorithm, createdAt, retiredAt: null, createdBy: actor };
  const stored = algorithm === 'HS256' ? seal(protection, { projectId, id, material }) : material;
  await insertTokenKey(trx, projectId, key, stored);
  change.record('token-key.create', `token-key:${id}`, { after: { algorithm } });
  change.raisePrivateRevision();
  return algorithm === 'HS256' ? { ...key, secret: material } : key;
}

/**
 * Loads the live keys for `createKeyRing`. A shared secret that cannot be decrypted is left out:
 * tokens signed with it are refused, and their answers wait.
 */
export async function loadLiveTokenKeys(
  db: Db,
  protection: Protection,
  projectId: string,
): Promise<LiveTokenKey[]> {
  const keys = await listLiveTokenKeys(db, projectId);
  return keys.flatMap((key) => {
    if (!isSealed(key.material)) return [key];
    const opened = protection.open(key.material, contextOf({ projectId, id: key.id }));
    return opened ? [{ ...key, material: opened.text }] : [];
  });
}

/**
 * Encrypts the shared secrets of all projects under the current secret, including those that
 * version 0.1.0 stored unencrypted. A shared secret that no secret can decrypt is retired by
 * `system`.
 */
export async function protectTokenKeys(
  trx: Db,
  protection: Protection,
  { now, newId }: Pick<ChangeOptions, 'now' | 'newId'>,
): Promise<void> {
  for (const key of await listSharedSecrets(trx)) {
    const opened = openShared(protection, key);
    if (!opened) {
      const options = { ...system, projectId: key.projectId, now, newId };
      await changeProject(trx, options, (change) => retireTokenKey(change, key.id));
    } else if (!opened.isCurrent) {
      await updateTokenKeyMaterial(trx, key, seal(protection, { ...key, material: opened.text }));
    }
  }
}

/** Counts the shared secrets of all projects that none of our secrets can decrypt. */
export async function countLostTokenKeys(db: Db, protection: Protection): Promise<number> {
  return listLostTokenKeys(await listSharedSecrets(db), protection).length;
}

/** The HS256 keys that no secret can decrypt; without any secret, all encrypted ones. */
export function listLostTokenKeys<Key extends ProjectTokenKey>(
  keys: readonly Key[],
  protection: Protection | undefined,
): Key[] {
  return keys.filter(
    (key) => isSealed(key.material) && !protection?.open(key.material, contextOf(key)),
  );
}

function openShared(protection: Protection, key: ProjectTokenKey) {
  if (!isSealed(key.material)) return { text: key.material, isCurrent: false };
  return protection.open(key.material, contextOf(key));
}

function seal(protection: Protection, key: ProjectTokenKey): string {
  return protection.seal(key.material, contextOf(key));
}

/** Binds an encrypted secret to its row: in another row, it cannot be decrypted. */
function contextOf({ projectId, id }: Pick<ProjectTokenKey, 'projectId' | 'id'>): string {
  return `token key ${projectId} ${id}`;
}

/** Throws `not_found`. */
export async function getTokenKey(db: Db, projectId: string, id: string): Promise<TokenKey> {
  const found = await findTokenKey(db, projectId, id);
  if (!found) throw notFound('token key');
  return found;
}

/**
 * Retires a key and deletes its material. Tokens signed with the key are refused from the commit
 * on. Throws `not_found`, and `wrong_state` for a key that is already retired.
 */
export async function retireTokenKey(change: Change, id: string): Promise<void> {
  const { trx, projectId, now } = change;
  const { algorithm, retiredAt } = await getTokenKey(trx, projectId, id);
  if (!(await retireTokenKeyRow(trx, projectId, id, now.toISOString()))) {
    throw new AppError('wrong_state', `This token key was already retired at ${retiredAt}.`);
  }
  change.record('token-key.retire', `token-key:${id}`, { before: { algorithm } });
  change.raisePrivateRevision();
}

function newSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** Returns the key as Node writes it, regardless of the line breaks in the input. */
function readPublicKey(pem: string): string {
  if (pem.includes('PRIVATE KEY')) {
    throw badKey(
      'This is a private key. It is no longer secret: create a new pair, and send only its public key.',
    );
  }
  const key = parsePublicKey(pem);
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw badKey('Must be an Ed25519 public key in PEM: -----BEGIN PUBLIC KEY-----, then base64.');
  }
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function parsePublicKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: pem, format: 'pem' });
  } catch {
    return undefined;
  }
}

function badKey(detail: string): AppError {
  return invalidField('invalid_body', '/publicKey', detail);
}
