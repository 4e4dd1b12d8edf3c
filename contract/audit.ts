import { z } from 'zod';
import { instant, text } from './fields.ts';

/** One change, with the values before and after. The hashes form a chain. */
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

/** An entry in a list. The names are not part of the hash chain, because they can change. */
export const namedAuditEntry = auditEntry
  .extend({
    actorName: z
      .string()
      .nullable()
      .describe('What the person or key is called, or a deleted key was; null where nobody knows.'),
    subjectName: z
      .string()
      .nullable()
      .describe('The same of the subject: a release’s version, a person’s or key’s name.'),
  })
  .meta({ id: 'NamedAuditEntry' });
export type NamedAuditEntry = z.infer<typeof namedAuditEntry>;

/** A person, a key or the system, if it ever changed anything in the project. */
export const auditActor = z
  .strictObject({ actor: z.string(), name: z.string().nullable() })
  .meta({ id: 'AuditActor' });
export type AuditActor = z.infer<typeof auditActor>;

/** Query parameters that filter the audit log. */
export const auditFilter = z.object({
  actor: text(100).optional().describe('Only what they did: `person:ID`, `key:ID` or `system`.'),
  action: z
    .string()
    .regex(
      /^[a-z_-]{1,40}(\.[a-z_-]{1,40})?$/,
      'Must be `noun.verb`, or a noun for all of its verbs.',
    )
    .optional()
    .describe('`release.publish`, or `release` for all that was done to releases.'),
  subject: text(100).optional().describe('Only what was done to it: `noun:ID`.'),
});
export type AuditFilter = z.infer<typeof auditFilter>;
