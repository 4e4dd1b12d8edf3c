import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { uuidV7 } from '../../../widget/queue/uuid.ts';

describe('the id of an answer', () => {
  test('is a UUID of version 7, whatever the clock says', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), noInvalidDate: true }), (date) => {
        expect(z.uuidv7().safeParse(uuidV7(date.getTime())).error).toBeUndefined();
      }),
    );
  });

  test('begins with the time, as in the example of RFC 9562', () => {
    const time = Date.parse('2022-02-22T19:22:22.000Z');
    expect(uuidV7(time)).toMatch(/^017f22e2-79b0-7/);
  });

  test('is another one each time', () => {
    expect(new Set(Array.from({ length: 1000 }, () => uuidV7(0))).size).toBe(1000);
  });
});
