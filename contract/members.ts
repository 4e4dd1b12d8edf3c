import { z } from 'zod';
import { email, id, instant } from './fields.ts';
import { roles } from './vocabulary.ts';

const role = z
  .enum(roles)
  .describe(
    'A `viewer` can read everything except keys. An `editor` can also draft and roll back releases. A `publisher` can also publish and import. An `owner` can also manage keys, members and settings.',
  );

/** A person with a role in a project. */
export const member = z
  .strictObject({
    id: id.describe('The person’s id.'),
    name: z.string(),
    email: z
      .string()
      .nullable()
      .describe('Null if the request was made with a key of scope `read` or `publish`.'),
    role,
    revision: z.int().describe('The member’s ETag, without the quotation marks.'),
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
    email: z
      .string()
      .nullable()
      .describe('Address of the person who can accept it; null if anyone with the link can.'),
    role,
    createdAt: instant,
    expiresAt: instant.nullable(),
    acceptedAt: instant
      .nullable()
      .describe('When the invitation was accepted; null if it was not. It can be accepted once.'),
    createdBy: z
      .string()
      .nullable()
      .describe('`person:ID`, `key:ID`, or `system` for the command line; null if unknown.'),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

/** An invitation in lists and reads, with its creator's name. */
export const listedInvitation = invitation
  .extend({
    createdByName: z.string().nullable().describe('Name of the person or key; null if unknown.'),
  })
  .meta({ id: 'ListedInvitation' });

export type ListedInvitation = z.infer<typeof listedInvitation>;

export const invitationCreate = z
  .strictObject({ email: email.nullable().default(null), role })
  .meta({ id: 'InvitationCreate' });
export type InvitationCreate = z.infer<typeof invitationCreate>;

/** The reply to a creation. No other reply contains `link`. */
export const invitationCreated = invitation
  .extend({ link: z.string().describe('Link to send to the person you invite. Shown only once.') })
  .meta({ id: 'InvitationCreated' });
export type InvitationCreated = z.infer<typeof invitationCreated>;
