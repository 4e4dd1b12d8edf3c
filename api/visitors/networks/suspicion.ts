/** How many leading bits of an address make a network: /24 for IPv4, /64 and /48 for IPv6. */
export type NetworkBits = 24 | 48 | 64;

/** The period whose raters a network brought in suspicious numbers. */
export type Period = 'hour' | 'day';

/** How many new anonymous raters a network may bring. A /48 is a whole site with many networks. */
const maxRaters: Record<NetworkBits, Record<Period, number>> = {
  24: { hour: 10, day: 30 },
  64: { hour: 10, day: 30 },
  48: { hour: 100, day: 300 },
};

/** A network with more than one in five of the project's new anonymous raters is dominant. */
const dominantShare = 5;

/**
 * The longest period in which a network brought more new anonymous raters than it may; undefined if
 * there is none. `hour` is the current clock hour, `day` the last 24 clock hours.
 */
export function exceededPeriod(
  bits: NetworkBits,
  { hour, day }: Record<Period, number>,
): Period | undefined {
  if (day > maxRaters[bits].day) return 'day';
  return hour > maxRaters[bits].hour ? 'hour' : undefined;
}

/** Whether a network brought more than a fifth of the project's new anonymous raters. */
export function isDominant(ofNetwork: number, ofProject: number): boolean {
  return ofNetwork * dominantShare > ofProject;
}
