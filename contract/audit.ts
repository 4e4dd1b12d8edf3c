import { z } from 'zod';
import { instant } from './fields.ts';

/** One change: who did what to which thing, before and after. The hashes form a chain. */
export const auditEntry = z
  .strictObject({
    seq: z.int().describe('Counts up from 1 without a gap, in its project.'),
    at: instant,
    actor: z
      .string()
      .describe('`person:ID`, `key:ID`, or `system` for what the clock or the command line did.'),
    action: z.string().describe('`noun.verb`, such as `release.publish`.'),
    subject: z.string().describe('What was changed: `noun:ID`.'),
    before: z.unknown().describe('What it was; null where there was nothing.'),
    after: z.unknown().describe('What it became; null where nothing is left.'),
    previousHash: z.string().describe('The `hash` of the entry before.'),
    hash: z.string().describe('SHA-256, in hexadecimal, over `previousHash` and this entry.'),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;
