import { type Interval, z95 } from './wilson.ts';

/** Those who answered on 0–10: 9 and 10, 7 and 8, 0 to 6. Who skipped the question is in none. */
export interface NpsCounts {
  promoters: number;
  passives: number;
  detractors: number;
}

/** The net promoter score as a fraction, −1 to 1: the share of promoters minus that of detractors. */
export function nps({ promoters, passives, detractors }: NpsCounts): number {
  return (promoters - detractors) / (promoters + passives + detractors);
}

/**
 * The adjusted Wald interval of an NPS, around a centre of its own: three answers are added, ¾ of
 * one to promoters and detractors each. Var = (p_P + p_D − (p_P − p_D)²)/n. B. Rocks, The American
 * Statistician 70 (2016) 365–372. As fractions, cut off at −1 and 1.
 */
export function npsInterval(
  { promoters, passives, detractors }: NpsCounts,
  z: number = z95,
): Interval & { centre: number } {
  const n = promoters + passives + detractors + 3;
  const up = (promoters + 3 / 4) / n;
  const down = (detractors + 3 / 4) / n;
  const centre = up - down;
  const half = z * Math.sqrt((up + down - centre ** 2) / n);
  return { centre, low: Math.max(-1, centre - half), high: Math.min(1, centre + half) };
}
