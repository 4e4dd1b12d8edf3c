import { z } from 'zod';
import { email, id, instant } from './fields.ts';
import { roles } from './vocabulary.ts';

const role = z
  .enum(roles)
  .describe(
    'A viewer reads all but keys; an editor drafts and may roll back; a publisher publishes and imports; an owner also has keys, members and settings.',
  );

/** A person with a role in a project. */
export const member = z
  .strictObject({
    id: id.describe('The person’s.'),
    name: z.string(),
    email: z
      .string()
      .nullable()
      .describe('Null if the request was made with a key of scope `read` or `publish`.'),
    role,
    revision: z.int().describe('Its ETag, without the quotation marks.'),
    createdAt: instant,
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;

export const memberEdit = z.strictObject({ role }).meta({ id: 'MemberEdit' });
export type MemberEdit = z.infer<typeof memberEdit>;

/** An invitation, without its link. */
export const invitation = z
  .strictObject({
    id,
    email: z.string().nullable().describe('Whom it is for; null: for whoever has the link.'),
    role,
    createdAt: instant,
    expiresAt: instant.nullable(),
    acceptedAt: instant.nullable().describe('Null while it can still be accepted, once.'),
    createdBy: z
      .string()
      .nullable()
      .describe('`person:ID`, `key:ID`, or `system` for the command line; null if it is unknown.'),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

/** An invitation in lists and reads, with its creator's name. */
export const listedInvitation = invitation
  .extend({
    createdByName: z
      .string()
      .nullable()
      .describe('The name of the person or key; null if it is unknown.'),
  })
  .meta({ id: 'ListedInvitation' });

export type ListedInvitation = z.infer<typeof listedInvitation>;

export const invitationCreate = z
  .strictObject({ email: email.nullable().default(null), role })
  .meta({ id: 'InvitationCreate' });
export type InvitationCreate = z.infer<typeof invitationCreate>;

/** The reply to a creation. No other reply contains `link`. */
export const invitationCreated = invitation
  .extend({ link: z.string().describe('To be sent to whom it is for; shown this once.') })
  .meta({ id: 'InvitationCreated' });
export type InvitationCreated = z.infer<typeof invitationCreated>;
