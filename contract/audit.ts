import { z } from 'zod';
import { instant, text } from './fields.ts';

/** One change, with the values before and after. The hashes form a chain. */
export const auditEntry = z
  .strictObject({
    seq: z.int().describe('Number of the entry in its project, from 1 without gaps.'),
    at: instant,
    actor: z
      .string()
      .describe(
        '`person:ID`, `key:ID`, or `system` for changes by the server or the command line.',
      ),
    action: z.string().describe('Action as `noun.verb`, such as `release.publish`.'),
    subject: z.string().describe('Object that was changed, as `noun:ID`.'),
    before: z.unknown().describe('Values before the change; null if there were none.'),
    after: z.unknown().describe('Values after the change; null if there are none.'),
    previousHash: z.string().describe('`hash` of the previous entry.'),
    hash: z.string().describe('SHA-256 of `previousHash` and this entry, in hexadecimal.'),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;

/** An entry in a list. The names are not part of the hash chain, because they can change. */
export const namedAuditEntry = auditEntry
  .extend({
    actorName: z
      .string()
      .nullable()
      .describe('Name of the person or key, including a deleted key; null if unknown.'),
    subjectName: z
      .string()
      .nullable()
      .describe(
        'Name of the subject, such as a release’s version or a person’s name; null if unknown.',
      ),
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
  actor: text(100)
    .optional()
    .describe('Returns only changes by this actor: `person:ID`, `key:ID` or `system`.'),
  action: z
    .string()
    .regex(
      /^[a-z_-]{1,40}(\.[a-z_-]{1,40})?$/,
      'Must be `noun.verb`, or a noun alone to include all of its verbs.',
    )
    .optional()
    .describe(
      'Returns only this action, such as `release.publish`, or all actions of a noun, such as `release`.',
    ),
  subject: text(100).optional().describe('Returns only changes to this object: `noun:ID`.'),
});
export type AuditFilter = z.infer<typeof auditFilter>;
