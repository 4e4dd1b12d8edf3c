import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError, refuse } from '../errors.ts';

/** Answers that were queued offline arrive late; after a month their question is forgotten. */
const maxAgeMs = 31 * 24 * 60 * 60 * 1000;
/** Nobody reads and answers a question faster; scripts do. */
const minAgeMs = 1000;
/** 128 bits of the HMAC: enough against forging, and the badge has 1 kB for everything. */
const macBytes = 16;
const shape = /^([0-9a-z]{1,11})\.([\w-]{1,64})\.([\w-]{22})$/;

/**
 * The server's proof of when a question was handed out: shared by all who were shown the same
 * snapshot in the same moment, so it says nothing about a visitor. `second` counts from 1970, in
 * steps of a tenth: with whole ones an answer could pass a few milliseconds after its question.
 */
export function issueTicket(
  secret: string,
  projectId: string,
  snapshotTag: string,
  second: number,
): string {
  const tenths = Math.round(second * 10).toString(36);
  const mac = sign(secret, projectId, snapshotTag, tenths).toString('base64url');
  return `${tenths}.${snapshotTag}.${mac}`;
}

/**
 * Throws `ticket_invalid` for one that is not ours or of another project, `ticket_expired` after 31
 * days, and `too_early` within a second of its issue. A ticket from the future counts as old enough.
 */
export function checkTicket(secret: string, projectId: string, ticket: string, now: Date): void {
  const [, tenths = '', tag = '', mac = ''] = shape.exec(ticket) ?? [];
  const expected = sign(secret, projectId, tag, tenths);
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== macBytes || !timingSafeEqual(given, expected)) {
    throw refuse('ticket_invalid', '/ticket', 'This ticket was not issued by this project.');
  }
  const ageMs = now.getTime() - Number.parseInt(tenths, 36) * 100;
  if (ageMs > maxAgeMs) {
    throw refuse('ticket_expired', '/ticket', 'This ticket is older than 31 days.');
  }
  // A negative age means that our clock was set back: the MAC shows that the ticket is ours.
  if (ageMs >= 0 && ageMs < minAgeMs) {
    throw new AppError(
      'too_early',
      'The question was handed out less than a second ago. Send it again in a second.',
      { retryAfterSeconds: 1 },
    );
  }
}

function sign(secret: string, projectId: string, tag: string, tenths: string): Buffer {
  const hmac = createHmac('sha256', secret).update(`ticket\n${projectId}\n${tag}\n${tenths}`);
  return hmac.digest().subarray(0, macBytes);
}
