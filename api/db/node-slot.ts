import { randomInt } from 'node:crypto';

/** How many rows each tally is spread over. */
const slots = 16;

const processSlot = randomInt(slots);

/**
 * The row of each tally that this process adds to, so that nodes that add to the same count at the
 * same time seldom wait for one row. `lane` spreads one process's simultaneous batches in the same
 * way.
 */
export function nodeSlot(lane: number): number {
  return (processSlot + lane) % slots;
}
