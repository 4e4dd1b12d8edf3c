import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nps, npsInterval } from '../../api/scores/nps.ts';

describe('the net promoter score', () => {
  test('is promoters minus detractors, of all who answered', () => {
    expect(nps({ promoters: 50, passives: 30, detractors: 20 })).toBeCloseTo(0.3, 12);
  });

  test('has the adjusted Wald interval around its own centre', () => {
    const { centre, low, high } = npsInterval({ promoters: 50, passives: 30, detractors: 20 });
    expect(centre).toBeCloseTo(0.291262, 6);
    expect(low).toBeCloseTo(0.140511, 6);
    expect(high).toBeCloseTo(0.442013, 6);
  });

  test('has an interval across zero where few answered', () => {
    const { low, high } = npsInterval({ promoters: 19, passives: 8, detractors: 9 });
    expect(low).toBeCloseTo(-0.004415, 6);
    expect(high).toBeCloseTo(0.517235, 6);
  });

  test('has an interval of some width within −1 and 1, whatever was answered', () => {
    const some = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(some, some, some, (promoters, passives, detractors) => {
        const { low, high } = npsInterval({ promoters, passives, detractors });
        expect(-1 <= low && low < high && high <= 1).toBe(true);
      }),
    );
  });
});
