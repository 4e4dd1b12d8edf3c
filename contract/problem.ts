import { z } from 'zod';

/** An RFC 9457 problem, the body of error replies. `code` is stable; `detail` is for people. */
export const problem = z
  .object({
    type: z.string().describe('`urn:tidings:problem:` followed by the code.'),
    title: z.string().describe('The code in words.'),
    status: z.int(),
    detail: z.string().describe('A sentence that a person can act on.'),
    code: z.string().describe('Stable code for programs.'),
    reason: z
      .enum(['updated'])
      .optional()
      .describe('With `unauthorized`: `updated` if the session ended because Tidings was updated.'),
    requestId: z.string().optional().describe('Identifies the request in the operator’s log.'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('JSON Pointer (RFC 6901) into the body.'),
          detail: z.string(),
        }),
      )
      .optional()
      .describe('One entry for each invalid field.'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
