import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LegacyTickets, TicketKeys } from '../../api/db/instance/keys.ts';
import { AppError } from '../../api/errors.ts';
import { checkTicket, issueTicket } from '../../api/visitors/ticket.ts';

const keys = keysNamed('key-_1', 'a key of the tests that is long enough');
const project = '01980000-0000-7000-8000-000000000001';
const issuedAt = Date.parse('2026-06-01T12:00:00.000Z');
const ticket = issueTicket(keys.current, project, 'tAg-_0', issuedAt / 1000);
const day = 24 * 60 * 60 * 1000;

function keysNamed(name: string, key: string, landed?: LegacyTickets): TicketKeys {
  return { current: { name, key }, known: new Map([[name, key]]), legacy: landed };
}

function verdict(given: string, ageMs: number, projectId = project, by = keys): string {
  try {
    checkTicket(by, projectId, given, new Date(issuedAt + ageMs));
    return 'good';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('a ticket', () => {
  test.each([
    [0, 'too_early'],
    [999, 'too_early'],
    [1000, 'good'],
    [31 * day, 'good'],
    [31 * day + 1, 'ticket_expired'],
    // The server's clock was set back after it handed the ticket out.
    [-1, 'good'],
    [-day, 'good'],
  ])('%i ms after it was handed out is %s', (ageMs, expected) => {
    expect(verdict(ticket, ageMs)).toBe(expected);
  });

  test('that comes too early says when to come back', () => {
    const early = () => checkTicket(keys, project, ticket, new Date(issuedAt));
    expect(early).toThrowError(expect.objectContaining({ retryAfterSeconds: 1, status: 425 }));
  });

  test('is never taken for more than a tenth of a second older than it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        const given = issueTicket(keys.current, project, 'tag', Math.floor(ms / 100) / 10);
        const check = (at: number) => () => checkTicket(keys, project, given, new Date(at));
        expect(check(ms + 1000)).not.toThrow();
        expect(check(ms + 899)).toThrow();
      }),
    );
  });

  test('is short, and the same for all who were shown the same in the same moment', () => {
    expect(ticket.length).toBeLessThanOrEqual(64);
    expect(issueTicket(keys.current, project, 'tAg-_0', issuedAt / 1000)).toBe(ticket);
  });

  test('holds in its own project and under its own key alone', () => {
    expect(verdict(ticket, 5000)).toBe('good');
    expect(verdict(ticket, 5000, '01980000-0000-7000-8000-000000000002')).toBe('ticket_invalid');
    const forged = keysNamed('key-_1', 'another key of enough length');
    expect(verdict(ticket, 5000, project, forged)).toBe('ticket_invalid');
  });

  test('whose key this server does not have is to be replaced: the answer waits for a minute', () => {
    const others = keysNamed('other1', 'another key of enough length');
    const check = () => checkTicket(others, project, ticket, new Date(issuedAt + 5000));
    expect(check).toThrowError(
      expect.objectContaining({ code: 'ticket_unknown', status: 425, retryAfterSeconds: 60 }),
    );
  });

  test('that anybody changed in any place is refused', () => {
    for (let at = 0; at < ticket.length; at += 1) {
      const other = ticket[at] === 'A' ? 'B' : 'A';
      const changed = ticket.slice(0, at) + other + ticket.slice(at + 1);
      expect(['ticket_invalid', 'ticket_unknown']).toContain(verdict(changed, 5000));
    }
  });

  test('of any other form is invalid', () => {
    for (const given of ['', '.', '..', '...', 'a.b', `${ticket}A`, ` ${ticket}`, `${ticket}\n`]) {
      expect(verdict(given, 5000)).toBe('ticket_invalid');
    }
    fc.assert(fc.property(fc.string(), (given) => verdict(given, 5000) === 'ticket_invalid'));
  });
});

describe('a ticket of version 0.1.0, which names no key', () => {
  const secret = 'the secret of an instance of version 0.1.0';
  const landedTicket = issueLanded(secret);
  const landed = (changes: Partial<LegacyTickets> = {}): TicketKeys =>
    keysNamed('key-_1', 'a key of the tests that is long enough', {
      secrets: [secret],
      areAllKnown: true,
      acceptedUntilMs: issuedAt + 31 * day,
      ...changes,
    });

  test('is checked with the secret, by the same rules', () => {
    expect(verdict(landedTicket, 5000, project, landed())).toBe('good');
    expect(verdict(landedTicket, 999, project, landed())).toBe('too_early');
    expect(verdict(issueLanded('forged'), 5000, project, landed())).toBe('ticket_invalid');
  });

  test('is accepted for 31 days after the update', () => {
    const late = landed({ acceptedUntilMs: issuedAt + day });
    expect(verdict(landedTicket, day, project, late)).toBe('good');
    expect(verdict(landedTicket, day + 1, project, late)).toBe('ticket_expired');
  });

  test('whose secret is not configured any more is to be replaced, not refused for good', () => {
    const lost = landed({ secrets: [], areAllKnown: false });
    expect(verdict(landedTicket, 5000, project, lost)).toBe('ticket_unknown');
  });

  test('is invalid on an instance that never was of that version', () => {
    expect(verdict(landedTicket, 5000)).toBe('ticket_invalid');
  });

  /** The statements of version 0.1.0. */
  function issueLanded(by: string): string {
    const tenths = Math.round(issuedAt / 100).toString(36);
    const mac = createHmac('sha256', by).update(`ticket\n${project}\ntAg-_0\n${tenths}`).digest();
    return `${tenths}.tAg-_0.${mac.subarray(0, 16).toString('base64url')}`;
  }
});
