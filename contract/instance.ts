import { z } from 'zod';

/** A problem with how the instance is run, which an owner can correct. */
const instanceWarning = z
  .strictObject({
    code: z
      .string()
      .describe('Code of the warning, such as `proxy_not_trusted`. More codes can be added.'),
    message: z.string().describe('What is wrong, what follows from it, and what to do.'),
    fix: z
      .string()
      .nullable()
      .describe('Line to add to the environment; null if one line is not enough.'),
  })
  .meta({ id: 'InstanceWarning' });
export type InstanceWarning = z.infer<typeof instanceWarning>;

export const instanceStatus = z
  .strictObject({ warnings: z.array(instanceWarning) })
  .meta({ id: 'InstanceStatus' });
export type InstanceStatus = z.infer<typeof instanceStatus>;
