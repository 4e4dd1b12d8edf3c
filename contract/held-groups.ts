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
        '`held`: left out until somebody decides. `released`: counted. `rejected`: left out for good.',
      ),
    isMoving: z
      .boolean()
      .describe('Whether its answers are still being moved in or out of the scores.'),
    visitors: z.int().describe('Visitors in it.'),
    answers: z.int().describe('Their answers that were left out at some time.'),
    ratings: z
      .array(z.strictObject({ rating: z.int(), count: z.int() }))
      .describe('How these answers rate; answers without a rating are not in it.'),
    comments: z.array(z.string()).describe('Some of the comments, at most 10.'),
  })
  .meta({ id: 'HeldGroup' });
export type HeldGroup = z.infer<typeof heldGroup>;
