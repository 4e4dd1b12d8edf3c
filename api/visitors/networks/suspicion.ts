/** The prefix length of a network: /24 for IPv4, /64 and /48 for IPv6. */
export type NetworkBits = 24 | 48 | 64;

/** A period in which the raters of a network are counted. */
export type Period = 'hour' | 'day';

/** The most new anonymous raters that a network may bring. A /48 is a site with many networks. */
const maxRaters: Record<NetworkBits, Record<Period, number>> = {
  24: { hour: 10, day: 30 },
  64: { hour: 10, day: 30 },
  48: { hour: 100, day: 300 },
};

/** A network with more than one in five of the project's new anonymous raters is dominant. */
const dominantShare = 5;

/**
 * Returns the longest period in which a network brought more new anonymous raters than it may;
 * undefined if there is none. `hour` is the current clock hour, `day` the last 24 clock hours.
 */
export function exceededPeriod(
  bits: NetworkBits,
  { hour, day }: Record<Period, number>,
): Period | undefined {
  if (day > maxRaters[bits].day) return 'day';
  return hour > maxRaters[bits].hour ? 'hour' : undefined;
}

/** Whether more than a fifth of the project's new anonymous raters came from the network. */
export function isDominant(ofNetwork: number, ofProject: number): boolean {
  return ofNetwork * dominantShare > ofProject;
}
