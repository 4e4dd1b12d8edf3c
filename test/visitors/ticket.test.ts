import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { checkTicket, issueTicket } from '../../api/visitors/ticket.ts';

const secret = 'a secret of the tests that is long enough';
const project = '01980000-0000-7000-8000-000000000001';
const issuedAt = Date.parse('2026-06-01T12:00:00.000Z');
const ticket = issueTicket(secret, project, 'tAg-_0', issuedAt / 1000);
const day = 24 * 60 * 60 * 1000;

function verdict(given: string, ageMs: number, projectId = project, key = secret): string {
  try {
    checkTicket(key, projectId, given, new Date(issuedAt + ageMs));
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
    const early = () => checkTicket(secret, project, ticket, new Date(issuedAt));
    expect(early).toThrowError(expect.objectContaining({ retryAfterSeconds: 1, status: 425 }));
  });

  test('is never taken for more than a tenth of a second older than it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        const given = issueTicket(secret, project, 'tag', Math.floor(ms / 100) / 10);
        const check = (at: number) => () => checkTicket(secret, project, given, new Date(at));
        expect(check(ms + 1000)).not.toThrow();
        expect(check(ms + 899)).toThrow();
      }),
    );
  });

  test('is short, and the same for all who were shown the same in the same moment', () => {
    expect(ticket.length).toBeLessThanOrEqual(64);
    expect(issueTicket(secret, project, 'tAg-_0', issuedAt / 1000)).toBe(ticket);
  });

  test('holds in its own project and instance alone', () => {
    expect(verdict(ticket, 5000)).toBe('good');
    expect(verdict(ticket, 5000, '01980000-0000-7000-8000-000000000002')).toBe('ticket_invalid');
    expect(verdict(ticket, 5000, project, 'another secret of enough length')).toBe(
      'ticket_invalid',
    );
  });

  test('that anybody changed in any place is invalid', () => {
    for (let at = 0; at < ticket.length; at += 1) {
      const other = ticket[at] === 'A' ? 'B' : 'A';
      const changed = ticket.slice(0, at) + other + ticket.slice(at + 1);
      // The last letter holds two bits more than the code has bytes for.
      if (at < ticket.length - 1) expect(verdict(changed, 5000)).toBe('ticket_invalid');
    }
  });

  test('of any other form is invalid', () => {
    for (const given of ['', '.', '..', 'a.b', `${ticket}A`, ` ${ticket}`, `${ticket}\n`]) {
      expect(verdict(given, 5000)).toBe('ticket_invalid');
    }
    fc.assert(fc.property(fc.string(), (given) => verdict(given, 5000) === 'ticket_invalid'));
  });
});
