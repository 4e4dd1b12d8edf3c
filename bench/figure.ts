/** A line of the table: what was measured, ours and the floor's, round by round. */
export interface Line {
  name: string;
  /** Of both values: `/s`, `µs`, `ms`, `MB`. */
  unit: string;
  ours: number[];
  floor: number[];
  /** What the floor is. */
  floorName: string;
  target?: Target;
}

/** What the issue asks for: of the ratio ours ÷ floor, or of our own value. */
export type Target = { ratioAtLeast: number } | { ratioAtMost: number } | { oursAtMost: number };

/** A figure measures itself on servers and databases of its own, in a folder that is its own. */
export type Figure = (folder: string) => Promise<Line[]>;

/** The middle of the rounds, and their bounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export const rounds = 5;

/**
 * Rounds of ours and the floor in turn, so that a noisy neighbour disturbs both alike; one before
 * them, not counted, warms both up.
 */
export async function measureAlternately(
  ours: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<Pick<Line, 'ours' | 'floor'>> {
  await ours();
  await floor();
  const measured: Pick<Line, 'ours' | 'floor'> = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round += 1) {
    measured.ours.push(await ours());
    measured.floor.push(await floor());
  }
  return measured;
}

export function spreadOf(values: readonly number[]): Spread {
  const [min = Number.NaN, max = Number.NaN] = [Math.min(...values), Math.max(...values)];
  return { median: quantile(values, 0.5), min, max };
}

/** Ours ÷ floor of each round. */
export function ratiosOf({ ours, floor }: Line): number[] {
  return ours.map((value, round) => value / (floor[round] ?? Number.NaN));
}

/** Whether the middle of the rounds is as wanted; undefined where nothing is. */
export function isMet(line: Line): boolean | undefined {
  const { target } = line;
  if (!target) return undefined;
  if ('oursAtMost' in target) return spreadOf(line.ours).median <= target.oursAtMost;
  const { median } = spreadOf(ratiosOf(line));
  return 'ratioAtLeast' in target ? median >= target.ratioAtLeast : median <= target.ratioAtMost;
}

/** The value below which the share `q` of them lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
