/** The 97.5th percentile of the standard normal distribution, for a 95% interval. */
export const z95 = 1.959963984540054;

/** Both ends of an interval, as fractions. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * Returns the score interval of a proportion, x of n: centre = (p̂ + z²/2n)/(1 + z²/n), half its
 * width = z·√(p̂(1−p̂)/n + z²/4n²)/(1 + z²/n). E. B. Wilson, JASA 22 (1927) 209–212;
 * R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, method 3. Valid for few answers, and
 * for 0 and n of them, for which the textbook interval has no width. `x` may be fractional; `n` is
 * above 0.
 */
export function wilson(x: number, n: number, z: number = z95): Interval {
  const share = x / n;
  const scale = 1 + z ** 2 / n;
  const centre = (share + z ** 2 / (2 * n)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))) / scale;
  // Rounding of the last digit must not exceed the range or move an end that is exact.
  return {
    low: x === 0 ? 0 : Math.max(0, centre - half),
    high: x === n ? 1 : Math.min(1, centre + half),
  };
}

/**
 * Returns the fewest answers for which the Wilson interval of a share is at most ± `halfWidth`:
 * 93 for ± 0.1 around one half. Setting h for half the width above and solving for n gives
 * h²n² + (2h²z² − z²p(1−p))n + z⁴(h² − ¼) = 0, of which n is the larger root.
 */
export function answersNeeded(share: number, halfWidth: number, z: number = z95): number {
  const a = halfWidth ** 2;
  const b = z ** 2 * (2 * halfWidth ** 2 - share * (1 - share));
  const c = z ** 4 * (halfWidth ** 2 - 1 / 4);
  return Math.ceil((-b + Math.sqrt(b ** 2 - 4 * a * c)) / (2 * a));
}
