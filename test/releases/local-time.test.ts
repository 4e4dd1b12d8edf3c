import { describe, expect, test } from 'vitest';
import { toInstant } from '../../api/releases/local-time.ts';

const berlin = (at: string) => toInstant({ at, zone: 'Europe/Berlin' });

const refusalAt = (pointer: string) =>
  expect.objectContaining({ code: 'time_invalid', errors: [expect.objectContaining({ pointer })] });

describe('a local time', () => {
  test('is an instant where its zone is known', async () => {
    expect(await berlin('2026-01-15T09:00')).toEqual(new Date('2026-01-15T08:00:00.000Z'));
    expect(await berlin('2026-07-15T09:00')).toEqual(new Date('2026-07-15T07:00:00.000Z'));
  });

  test('that the clocks skip in spring is refused', async () => {
    expect(await berlin('2026-03-29T01:59')).toEqual(new Date('2026-03-29T00:59:00.000Z'));
    await expect(berlin('2026-03-29T02:30')).rejects.toEqual(refusalAt('/at'));
    expect(await berlin('2026-03-29T03:00')).toEqual(new Date('2026-03-29T01:00:00.000Z'));
  });

  test('that the clocks show twice in autumn is the earlier', async () => {
    expect(await berlin('2026-10-25T02:30')).toEqual(new Date('2026-10-25T00:30:00.000Z'));
  });

  test('beyond the year 9999 is refused, for it would sort before today', async () => {
    const never = toInstant({ at: '9999-12-31T23:59', zone: 'America/New_York' });
    await expect(never).rejects.toEqual(refusalAt('/at'));
  });

  test.each(['2026-02-30T09:00', '2026-13-01T09:00', '2026-01-01T25:00'])(
    'that is none is refused: %s',
    async (at) => {
      await expect(berlin(at)).rejects.toEqual(refusalAt('/at'));
    },
  );

  test.each(['Europe/Nowhere', '+02:00', '2026-01-01T00:00[Europe/Berlin]', '', 'Z'])(
    'in a zone that is none is refused: "%s"',
    async (zone) => {
      await expect(toInstant({ at: '2026-01-15T09:00', zone })).rejects.toEqual(refusalAt('/zone'));
    },
  );
});
