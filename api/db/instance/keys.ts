import { randomBytes } from 'node:crypto';
import type { Db } from '../database.ts';
import type { Protection } from './protection.ts';

/** The keys of an instance, the same on all nodes and after each restart. */
export interface InstanceKeys {
  readonly tickets: TicketKeys;
  readonly visitors: VisitorKeys;
  /**
   * Keys for sessions, known devices and token keys, derived from the secret, which can be rotated.
   */
  readonly protection: Protection;
}

/**
 * Random keys that sign tickets. They do not change with the secret, because answers may wait for
 * weeks.
 */
export interface TicketKeys {
  /** Signs new tickets. */
  readonly current: TicketKey;
  /** The text of each key, by the key's name. */
  readonly known: ReadonlyMap<string, string>;
  /** The secrets that check tickets of version 0.1.0; undefined if this instance is newer. */
  readonly legacy: LegacyTickets | undefined;
}

export interface TicketKey {
  readonly name: string;
  readonly key: string;
}

/** Version 0.1.0 signed tickets with the secret itself and named no key. */
export interface LegacyTickets {
  /** The secrets that may have signed such tickets, as far as they are still configured. */
  readonly secrets: readonly string[];
  /** Whether `secrets` is complete. If so, a ticket that none of them signed is forged. */
  readonly areAllKnown: boolean;
  readonly acceptedUntilMs: number;
}

/** Random keys from which new visitors get their pseudonyms and bucket keys. */
export interface VisitorKeys {
  readonly pseudonym: string;
  readonly bucket: string;
}

const ticketPrefix = 'ticket:';
const legacyTicketsName = 'landed-tickets';
const keyBytes = 32;
/**
 * Characters of base64url: 36 bits, so that two instances hardly ever use the same name for
 * different keys.
 */
const keyNameChars = 6;
const legacyTicketMs = 31 * 24 * 60 * 60 * 1000;

/**
 * Opens the keys for new visitors, and creates those that do not exist yet. The caller holds the
 * lock of the instance's keys (`lockInstanceKeys`).
 */
export async function openVisitorKeys(trx: Db, now: Date): Promise<VisitorKeys> {
  return {
    pseudonym: await openKey(trx, 'pseudonym', now),
    bucket: await openKey(trx, 'bucket', now),
  };
}

/** Opens the keys of tickets, and creates one if there is none. The caller holds the same lock. */
export async function openTicketKeys(
  trx: Db,
  protection: Protection,
  now: Date,
): Promise<TicketKeys> {
  const stored = await listTicketKeys(trx);
  if (stored.length === 0) {
    await openKey(trx, ticketPrefix + randomText(keyNameChars), now);
    return openTicketKeys(trx, protection, now);
  }
  const known = new Map(stored.map(({ name, value }) => [name.slice(ticketPrefix.length), value]));
  const [name = '', key = ''] = [...known].at(-1) ?? [];
  return { current: { name, key }, known, legacy: await openLegacyTickets(trx, protection) };
}

async function openKey(trx: Db, name: string, now: Date): Promise<string> {
  await insertSecret(trx, name, randomBytes(keyBytes).toString('base64url'), now);
  return (await findSecret(trx, name)) ?? '';
}

function randomText(chars: number): string {
  return randomBytes(chars).toString('base64url').slice(0, chars);
}

/**
 * Finds the secrets that signed tickets of version 0.1.0. The migration leaves the row empty. The
 * first start afterwards stores checks of the secrets that it knows, never the secrets.
 */
async function openLegacyTickets(
  trx: Db,
  protection: Protection,
): Promise<LegacyTickets | undefined> {
  const row = await findSecretRow(trx, legacyTicketsName);
  if (!row) return undefined;
  const candidates = protection.secrets.map((secret, at) => ({
    secret,
    check: protection.derive('landed tickets')[at] ?? '',
  }));
  const checks = row.value === '' ? candidates.map(({ check }) => check) : row.value.split(' ');
  if (row.value === '') await updateSecret(trx, legacyTicketsName, checks.join(' '));
  const secrets = candidates.filter(({ check }) => checks.includes(check));
  return {
    secrets: secrets.map(({ secret }) => secret),
    areAllKnown: secrets.length === checks.length,
    acceptedUntilMs: Date.parse(row.createdAt) + legacyTicketMs,
  };
}

async function listTicketKeys(trx: Db) {
  return trx
    .selectFrom('instance_secret')
    .select(['name', 'value'])
    .where('name', 'like', `${ticketPrefix}%`)
    .orderBy('created_at')
    .orderBy('name')
    .execute();
}

/** Returns the value of a row of `instance_secret`; undefined if there is no row of this name. */
export async function findSecret(db: Db, name: string): Promise<string | undefined> {
  return (await findSecretRow(db, name))?.value;
}

async function findSecretRow(db: Db, name: string) {
  return db
    .selectFrom('instance_secret')
    .select(['value', 'created_at as createdAt'])
    .where('name', '=', name)
    .executeTakeFirst();
}

/** Inserts a row. An existing row of the same name stays as it is. */
export async function insertSecret(trx: Db, name: string, value: string, now: Date): Promise<void> {
  await trx
    .insertInto('instance_secret')
    .values({ name, value, created_at: now.toISOString() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** Replaces the value of a row. */
export async function updateSecret(trx: Db, name: string, value: string): Promise<void> {
  await trx.updateTable('instance_secret').set({ value }).where('name', '=', name).execute();
}

/** Deletes a row, if it exists. */
export async function deleteSecret(trx: Db, name: string): Promise<void> {
  await trx.deleteFrom('instance_secret').where('name', '=', name).execute();
}
