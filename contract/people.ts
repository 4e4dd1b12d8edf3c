import { z } from 'zod';
import { email, id, nonEmptyText, text } from './fields.ts';
import { limits, roles } from './vocabulary.ts';

const { passwordMinChars, passwordMaxChars } = limits;

/** A new password. `expectUncommon` also refuses common passwords (NIST SP 800-63B). */
export const newPassword = text(passwordMaxChars)
  .min(passwordMinChars)
  .describe(`At least ${passwordMinChars} characters, and not one of the most common passwords.`);

/** An existing password. Its minimum length was checked when it was chosen. */
export const existingPassword = text(passwordMaxChars);

/** Someone who signs in. */
export const person = z
  .strictObject({ id, name: z.string(), email: z.string() })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof person>;

/** The person who is signed in, and their role in each project, by project name. */
export const personSession = z
  .strictObject({
    person,
    projects: z.array(
      z.strictObject({ id, slug: z.string(), name: z.string(), role: z.enum(roles) }),
    ),
  })
  .meta({ id: 'PersonSession' });
export type PersonSession = z.infer<typeof personSession>;

export const signInRequest = z
  .strictObject({ email, password: existingPassword })
  .meta({ id: 'SignIn' });
export type SignInRequest = z.infer<typeof signInRequest>;

export const personChange = z
  .strictObject({ name: nonEmptyText(limits.nameChars) })
  .meta({ id: 'PersonChange' });
export type PersonChange = z.infer<typeof personChange>;

export const passwordChange = z
  .strictObject({ current: existingPassword, next: newPassword })
  .meta({ id: 'PasswordChange' });
export type PasswordChange = z.infer<typeof passwordChange>;

const token = text(100).describe('Part of the link after `#enter=`.');

/** The token is in the body, because paths are written to logs. */
export const invitationLookup = z.strictObject({ token }).meta({ id: 'InvitationLookup' });
export type InvitationLookup = z.infer<typeof invitationLookup>;

/** What an invitation offers, for anyone who has its link. */
export const invitationOffer = z
  .strictObject({
    project: z
      .string()
      .nullable()
      .describe(
        'The project’s name; null for the first owner, who gets every project without an owner.',
      ),
    role: z.enum(roles),
    email: z
      .string()
      .nullable()
      .describe('Address of the person who can accept it; null if anyone with the link can.'),
  })
  .meta({ id: 'InvitationOffer' });
export type InvitationOffer = z.infer<typeof invitationOffer>;

export const invitationAcceptance = z
  .strictObject({
    token,
    email,
    password: newPassword.describe(
      `At least ${passwordMinChars} characters. A person who already signs in here sends their existing password.`,
    ),
    name: nonEmptyText(limits.nameChars)
      .optional()
      .describe('Required for a new person. Ignored for a person who already signs in here.'),
  })
  .meta({ id: 'InvitationAcceptance' });
export type InvitationAcceptance = z.infer<typeof invitationAcceptance>;

export const passwordLinkLookup = z.strictObject({ token }).meta({ id: 'PasswordLinkLookup' });
export type PasswordLinkLookup = z.infer<typeof passwordLinkLookup>;

/** The person whose password a link replaces. Only callers with the link get it. */
export const passwordLinkOwner = z
  .strictObject({ name: z.string(), email: z.string() })
  .meta({ id: 'PasswordLinkOwner' });
export type PasswordLinkOwner = z.infer<typeof passwordLinkOwner>;

export const passwordReset = z
  .strictObject({ token, password: newPassword })
  .meta({ id: 'PasswordReset' });
export type PasswordReset = z.infer<typeof passwordReset>;
