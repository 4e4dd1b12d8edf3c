import commentsText from './comments.md?raw';
import { createCommentPool } from './comments.ts';
import type { ScriptEvent } from './events.ts';
import { listReleasePeriods, planPublishing } from './publishing-plan.ts';
import { createSeededRandom } from './seeded-random.ts';
import { planVisits } from './visit-plan.ts';
import { createVisitors } from './visitors.ts';

/** The number of visitors. Each of them sees some of the releases. */
const visitorCount = 420;

/**
 * Returns all that has happened to Harbour's releases by `now`, oldest first. The same for the same
 * seed, except for the dates, which follow `now`.
 */
export function writeScript(seed: number, now: Date): ScriptEvent[] {
  const random = createSeededRandom(seed);
  const visitors = createVisitors(visitorCount, random);
  const comments = createCommentPool(commentsText);
  const visits = planVisits({ visitors, periods: listReleasePeriods(now), comments, random });
  return [...planPublishing(now), ...visits].sort((a, b) => a.at.getTime() - b.at.getTime());
}
