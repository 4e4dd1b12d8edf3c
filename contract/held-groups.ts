import { z } from 'zod';
import { id, instant } from './fields.ts';
import { heldStates } from './vocabulary.ts';

/** Visitors from one network who are left out of the scores together. */
export const heldGroup = z
  .strictObject({
    id,
    foundAt: instant,
    state: z
      .enum(heldStates)
      .describe(
        '`held`: left out of the scores until a publisher decides. `released`: counted. `rejected`: left out.',
      ),
    isMoving: z
      .boolean()
      .describe('Whether the group’s answers are still being moved into or out of the scores.'),
    visitors: z.int().describe('Number of visitors in the group.'),
    answers: z.int().describe('Number of their answers that are or were left out of the scores.'),
    ratings: z
      .array(z.strictObject({ rating: z.int(), count: z.int() }))
      .describe('Number of these answers by rating, without answers that have no rating.'),
    comments: z.array(z.string()).describe('Some of their comments, at most 10.'),
  })
  .meta({ id: 'HeldGroup' });
export type HeldGroup = z.infer<typeof heldGroup>;
