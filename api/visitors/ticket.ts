import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LegacyTickets, TicketKey, TicketKeys } from '../db/instance/keys.ts';
import { AppError, invalidField } from '../errors.ts';

/** Answers queued offline arrive late. After a month, visitors no longer remember the question. */
const maxAgeMs = 31 * 24 * 60 * 60 * 1000;
/** Scripts read and answer a question faster than this; people do not. */
const minAgeMs = 1000;
/** Older widgets treat every 425 as "a second too early" and send the same ticket again. */
const unknownKeyRetrySeconds = 60;
/** 128 bits of the HMAC prevent forgery and leave room in the badge feed, which may have 1 kB. */
const macBytes = 16;
/** The time of issue, the name of the key, the snapshot's tag and the MAC. */
const shape = /^([0-9a-z]{1,11})\.([\w-]{1,12})\.([\w-]{1,64})\.([\w-]{22})$/;
/** The format of version 0.1.0, without the name of a key. */
const legacyShape = /^([0-9a-z]{1,11})\.([\w-]{1,64})\.([\w-]{22})$/;

/**
 * Returns the server's proof of when a question was handed out. All visitors who are shown the same
 * snapshot at the same moment share it, so it reveals nothing about a visitor. `second` counts from
 * 1970 in steps of a tenth: whole seconds would accept an answer milliseconds after its question.
 */
export function issueTicket(
  { name, key }: TicketKey,
  projectId: string,
  snapshotTag: string,
  second: number,
): string {
  const tenths = Math.round(second * 10).toString(36);
  return `${tenths}.${name}.${snapshotTag}.${sign(key, projectId, snapshotTag, tenths)}`;
}

/**
 * Throws `ticket_invalid` if the ticket is forged or of another project, `ticket_unknown` if this
 * server does not have its key, `ticket_expired` after 31 days, and `too_early` within a second of
 * its issue. A ticket from the future counts as old enough.
 */
export function checkTicket(keys: TicketKeys, projectId: string, ticket: string, now: Date): void {
  const tenths = readSigned(keys, projectId, ticket, now);
  const ageMs = now.getTime() - Number.parseInt(tenths, 36) * 100;
  if (ageMs > maxAgeMs) throw ticketExpiredError();
  // A negative age means that our clock was set back: the MAC proves that the ticket is ours.
  if (ageMs >= 0 && ageMs < minAgeMs) {
    throw new AppError(
      'too_early',
      'The question was handed out less than a second ago. Send the answer again in a second.',
      { retryAfterSeconds: 1 },
    );
  }
}

/** Returns the ticket's time of issue: tenths of a second since 1970, in base 36. */
function readSigned(keys: TicketKeys, projectId: string, ticket: string, now: Date): string {
  const [, tenths = '', name = '', tag = '', mac = ''] = shape.exec(ticket) ?? [];
  if (mac === '') return readLegacy(keys.legacy, projectId, ticket, now);
  const key = keys.known.get(name);
  if (key === undefined) throw unknownKeyError();
  if (!isEqual(mac, sign(key, projectId, tag, tenths))) throw ticketInvalidError();
  return tenths;
}

function readLegacy(
  legacy: LegacyTickets | undefined,
  projectId: string,
  ticket: string,
  now: Date,
): string {
  const [, tenths = '', tag = '', mac = ''] = legacyShape.exec(ticket) ?? [];
  if (mac === '' || !legacy) throw ticketInvalidError();
  if (now.getTime() > legacy.acceptedUntilMs) throw ticketExpiredError();
  const isOurs = legacy.secrets.some((one) => isEqual(mac, sign(one, projectId, tag, tenths)));
  if (isOurs) return tenths;
  throw legacy.areAllKnown ? ticketInvalidError() : unknownKeyError();
}

function ticketInvalidError(): AppError {
  return invalidField(
    'ticket_invalid',
    '/ticket',
    'This ticket was not issued by this project. Read the feed to get a new ticket.',
  );
}

function ticketExpiredError(): AppError {
  return invalidField(
    'ticket_expired',
    '/ticket',
    'This ticket is older than 31 days. Read the feed to get a new ticket.',
  );
}

function unknownKeyError(): AppError {
  return new AppError(
    'ticket_unknown',
    'This server does not have the key of this ticket. Read the feed, then send the answer again with the new ticket.',
    { retryAfterSeconds: unknownKeyRetrySeconds },
  );
}

function isEqual(actual: string, expected: string): boolean {
  const [one, other] = [Buffer.from(actual), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function sign(key: string, projectId: string, tag: string, tenths: string): string {
  const hmac = createHmac('sha256', key).update(`ticket\n${projectId}\n${tag}\n${tenths}`);
  return hmac.digest().subarray(0, macBytes).toString('base64url');
}
