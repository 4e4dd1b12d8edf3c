import { z } from 'zod';

/** A problem with how the instance is run, which an owner can correct. */
const instanceWarning = z
  .strictObject({
    code: z.string().describe('Such as `proxy_not_trusted`. More can be added.'),
    message: z.string().describe('What is wrong, what follows from it, and what to do.'),
    fix: z.string().nullable().describe('The line to add to the environment, if one is enough.'),
  })
  .meta({ id: 'InstanceWarning' });
export type InstanceWarning = z.infer<typeof instanceWarning>;

export const instanceStatus = z
  .strictObject({ warnings: z.array(instanceWarning) })
  .meta({ id: 'InstanceStatus' });
export type InstanceStatus = z.infer<typeof instanceStatus>;
