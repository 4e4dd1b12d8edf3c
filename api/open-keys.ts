import type { Database, Db } from './db/database.ts';
import { lockKeys } from './db/dialect.ts';
import {
  findSecret,
  type InstanceKeys,
  insertSecret,
  openTicketKeys,
  openVisitorKeys,
  updateSecret,
  type VisitorKeys,
} from './db/instance/keys.ts';
import { createProtection, type Protection } from './db/instance/protection.ts';
import {
  type ConfiguredSecrets,
  deleteTableSecret,
  findSecrets,
  truncateWal,
} from './db/instance/secret.ts';
import { commit } from './db/transact.ts';
import { newId } from './ids.ts';
import { countLostTokenKeys, protectTokenKeys } from './keys/token-keys.ts';

export interface OpenedKeys {
  keys: InstanceKeys;
  /** A warning for the operator about where the secret is kept; undefined if all is well. */
  notice: string | undefined;
}

interface OpenKeysOptions {
  /**
   * Whether to accept a secret that the database was not used with. What the former secret
   * protected is then lost.
   */
  acceptNewSecret: boolean;
  now: Date;
}

/**
 * The row of `instance_secret` that shows whether the secret has changed: a key that is derived
 * from the secret for this check only.
 */
export const secretCheckName = 'secret-check';

/**
 * Opens all keys of an instance, for `tidings serve` and `tidings restore`. Encrypts token keys
 * under the current secret, including those that a previous secret protected. Throws an Error that
 * says what would be lost if the secret is not the one that the database was used with; if that is
 * accepted, HS256 token keys that cannot be read are retired.
 */
export async function openKeys(
  database: Database,
  configured: ConfiguredSecrets,
  { acceptNewSecret, now }: OpenKeysOptions,
): Promise<OpenedKeys> {
  const isNew = (await findSecret(database.reader, secretCheckName)) === undefined;
  const instanceSecrets = await findSecrets(database, configured, {
    mayCreate: isNew || acceptNewSecret,
    now,
  });
  const protection = createProtection(instanceSecrets.secrets);
  const keys = await commit(database, async (trx): Promise<InstanceKeys> => {
    await lockInstanceKeys(trx);
    const isKnown = await isKnownSecret(trx, protection);
    if (!isKnown && !acceptNewSecret) throw await secretChangedError(trx, protection);
    await protectTokenKeys(trx, protection, { now, newId });
    await storeSecretCheck(trx, protection, now);
    const tickets = await openTicketKeys(trx, protection, now);
    if (instanceSecrets.source === 'environment') await deleteTableSecret(trx);
    return { tickets, visitors: await openVisitorKeys(trx, now), protection };
  });
  await truncateWal(database);
  return { keys, notice: instanceSecrets.source === 'table' ? secretInTable : undefined };
}

/** Opens only the keys for new visitors, for commands that need no secret. */
export async function openKeysOfVisitors(database: Database, now: Date): Promise<VisitorKeys> {
  return commit(database, async (trx) => {
    await lockInstanceKeys(trx);
    return openVisitorKeys(trx, now);
  });
}

const secretInTable =
  'SECRET is not set, so the secret is kept in this database: anyone who can read a copy or a backup of it can forge sessions. Set SECRET to 32 random characters on every node.';

/** Locks the keys, so that two nodes that start at the same time create one set of keys. */
async function lockInstanceKeys(trx: Db): Promise<void> {
  await lockKeys(trx, ['instance keys']);
}

async function isKnownSecret(trx: Db, protection: Protection): Promise<boolean> {
  return matchesSecretCheck(await findSecret(trx, secretCheckName), protection);
}

/**
 * Whether the check was derived from one of the secrets. Without a check, the database has no
 * secret yet, and any secret matches.
 */
export function matchesSecretCheck(check: string | undefined, protection: Protection): boolean {
  return check === undefined || protection.derive('secret check').includes(check);
}

async function storeSecretCheck(trx: Db, protection: Protection, now: Date): Promise<void> {
  const [check] = protection.derive('secret check');
  await insertSecret(trx, secretCheckName, check, now);
  await updateSecret(trx, secretCheckName, check);
}

async function secretChangedError(trx: Db, protection: Protection): Promise<Error> {
  const lost = await countLostTokenKeys(trx, protection);
  return new Error(
    `The secret is not the one that this database was used with. With this secret, everyone has to sign in again, and HS256 token keys that can no longer be read are retired: ${lost}. Set SECRET or SECRET_PREVIOUS to the former secret, or restore the file "secret" beside the database. To continue without the former secret: tidings serve --accept-new-secret`,
  );
}
