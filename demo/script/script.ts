import commentsText from './comments.md?raw';
import { openCommentBox } from './comments.ts';
import { gatherCrowd } from './crowd.ts';
import type { Act } from './events.ts';
import { planPublishing, seasonsOf } from './publishing-plan.ts';
import { createLots } from './seeded-random.ts';
import { planVisits } from './visit-plan.ts';

/** How many visitors there are, of whom each sees some of the releases. */
const crowdSize = 420;

/**
 * All that has happened to Harbour's releases by `now`, oldest first. The same for the same seed, but
 * for the dates, which follow `now`.
 */
export function writeScript(seed: number, now: Date): Act[] {
  const lots = createLots(seed);
  const visitors = gatherCrowd(crowdSize, lots);
  const comments = openCommentBox(commentsText);
  const visits = planVisits({ visitors, seasons: seasonsOf(now), comments, lots });
  return [...planPublishing(now), ...visits].sort((a, b) => a.at.getTime() - b.at.getTime());
}
