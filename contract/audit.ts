import { z } from 'zod';
import { instant } from './fields.ts';

/** One change: who did what to which thing, before and after. The hashes form a chain. */
export const auditEntry = z
  .strictObject({
    seq: z.int(),
    at: instant,
    /** `key:ID`, or `system` for what the clock or the command line did. */
    actor: z.string(),
    /** `noun.verb`, such as `release.publish`. */
    action: z.string(),
    subject: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;
