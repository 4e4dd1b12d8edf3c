import { type Interval, z95 } from './wilson.ts';

/** Answers on 0–10: promoters 9 and 10, passives 7 and 8, detractors 0 to 6, without skips. */
export interface NpsCounts {
  promoters: number;
  passives: number;
  detractors: number;
}

/** Returns the net promoter score, −1 to 1: the share of promoters minus that of detractors. */
export function nps({ promoters, passives, detractors }: NpsCounts): number {
  return (promoters - detractors) / (promoters + passives + detractors);
}

/**
 * Returns the adjusted Wald interval of an NPS and its own centre, as fractions from −1 to 1.
 * Three answers are added, ¾ of one each to promoters and detractors.
 * Var = (p_P + p_D − (p_P − p_D)²)/n. B. Rocks, The American Statistician 70 (2016) 365–372.
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
