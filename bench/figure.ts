/** A line of the table: the measurements of our program and of the floor, one per round. */
export interface Line {
  name: string;
  /** The unit of both: `/s`, `µs`, `ms` or `MB`. */
  unit: string;
  ours: number[];
  floor: number[];
  /** A description of the floor. */
  floorName: string;
  target?: Target;
}

/** A target for the ratio ours ÷ floor, or for our own value. */
export type Target = { ratioAtLeast: number } | { ratioAtMost: number } | { oursAtMost: number };

/** Measures one figure, on servers and databases of its own, in a folder of its own. */
export type Figure = (folder: string) => Promise<Line[]>;

/** The median of the rounds, and their range. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export const rounds = 5;

/**
 * Runs rounds of ours and the floor in turn, so that a noisy neighbour disturbs both alike. One
 * round before them, which is not counted, warms both up.
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

/** Returns ours ÷ floor for each round. */
export function ratiosOf({ ours, floor }: Line): number[] {
  return ours.map((value, round) => value / (floor[round] ?? Number.NaN));
}

/** Whether the median meets the target; undefined if there is none. */
export function isMet(line: Line): boolean | undefined {
  const { target } = line;
  if (!target) return undefined;
  if ('oursAtMost' in target) return spreadOf(line.ours).median <= target.oursAtMost;
  const { median } = spreadOf(ratiosOf(line));
  return 'ratioAtLeast' in target ? median >= target.ratioAtLeast : median <= target.ratioAtMost;
}

/** Returns the value below which the share `q` of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
