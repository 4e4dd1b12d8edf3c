import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, occurredAt, plausibleTime } from '../../api/visitors/occurred-at.ts';

const dayMs = 24 * 60 * 60 * 1000;
const received = new Date('2026-06-01T12:00:00.000Z');
const instant = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('the time of an answer (R9)', () => {
  test.each([
    ['sent at once', '2026-06-01T12:00:00.000Z', '2026-06-01T12:00:00.000Z', 0],
    ['kept for two days', '2026-05-30T12:00:00.000Z', '2026-06-01T12:00:00.000Z', 2 * dayMs],
    [
      'kept for two days, clock years off',
      '1999-01-01T00:00:00Z',
      '1999-01-03T00:00:00Z',
      2 * dayMs,
    ],
    ['kept for a year', '2025-06-01T12:00:00.000Z', '2026-06-01T12:00:00.000Z', 30 * dayMs],
    ['clock put back meanwhile', '2026-06-01T12:00:00.000Z', '2026-06-01T11:00:00.000Z', 0],
    ['a millisecond', '2026-06-01T12:00:00.000Z', '2026-06-01T12:00:00.001Z', 1],
  ])('%s', (_, createdAt, sentAt, agoMs) => {
    expect(occurredAt(received, createdAt, sentAt).getTime()).toBe(received.getTime() - agoMs);
  });

  test('is never in the future and never more than 30 days ago, whatever clients claim', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: received }),
        instant,
        instant,
        (receivedAt, createdAt, sentAt) => {
          const agoMs = receivedAt.getTime() - occurredAt(receivedAt, createdAt, sentAt).getTime();
          expect(agoMs).toBeGreaterThanOrEqual(0);
          expect(agoMs).toBeLessThanOrEqual(30 * dayMs);
        },
      ),
    );
  });

  test('does not depend on what the client’s clock shows, only on how long it waited', () => {
    const waitMs = fc.integer({ min: 0, max: 60 * dayMs });
    const offsetMs = fc.integer({ min: -9000 * dayMs, max: 9000 * dayMs });
    fc.assert(
      fc.property(waitMs, offsetMs, (wait, offset) => {
        const at = (shift: number) => new Date(received.getTime() + shift).toISOString();
        const honest = occurredAt(received, at(-wait), at(0));
        expect(occurredAt(received, at(offset - wait), at(offset))).toEqual(honest);
      }),
    );
  });
});

describe('the time of an event that does not say when it was sent', () => {
  test.each([
    ['the client’s own within 30 days', '2026-05-31T12:00:00.000Z', '2026-05-31T12:00:00.000Z'],
    ['ours where the client is ahead', '2026-06-01T12:00:00.001Z', received.toISOString()],
    ['ours where the client is years behind', '1999-01-01T00:00:00.000Z', received.toISOString()],
  ])('is %s', (_, at, expected) => {
    expect(plausibleTime(received, at).toISOString()).toBe(expected);
  });
});

test('a day is a UTC date', () => {
  expect(dayOf('2026-06-01T23:59:59.999Z')).toBe('2026-06-01');
});
