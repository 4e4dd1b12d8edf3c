import { z } from 'zod';
import { id, instant } from './fields.ts';
import { keyScopes, roles } from './vocabulary.ts';

/** A key, invitation or token key that was created under a right which ends. */
export const withdrawal = z
  .strictObject({
    kind: z.enum(['key', 'invitation', 'token-key']),
    id,
    project: z
      .strictObject({ id, name: z.string() })
      .describe(
        'The project that it belongs to. Not the path’s project if a key created another project.',
      ),
    name: z
      .string()
      .nullable()
      .describe(
        'A key’s name, an invitation’s e-mail address (null if anyone with the link can accept it), or a token key’s algorithm.',
      ),
    scope: z.enum(keyScopes).nullable().describe('Scope of a key; null for other kinds.'),
    role: z.enum(roles).nullable().describe('Role of an invitation; null for other kinds.'),
    expiresAt: instant.nullable(),
    lastUsedAt: instant
      .nullable()
      .describe('When a key was last used; null for never and for other kinds.'),
    createdBy: z.string().nullable().describe('`person:ID` or `key:ID`.'),
    createdByName: z.string().nullable(),
    withdrawn: z
      .boolean()
      .describe('False for a token key, which stays because all verified visitors depend on it.'),
  })
  .meta({ id: 'Withdrawal' });
export type Withdrawal = z.infer<typeof withdrawal>;

/** The reply to a dry run: everything that the change would withdraw. */
export const withdrawalList = z
  .strictObject({ data: z.array(withdrawal) })
  .meta({ id: 'Withdrawals' });

/** The options of a change that ends a right: a dry run, and keys to take over. */
export const withdrawalQuery = z.object({
  dryRun: z
    .stringbool()
    .default(false)
    .meta({ description: 'Returns what would be withdrawn, and changes nothing.' }),
  takeOver: z
    .string()
    .regex(/^[\da-fA-F-]{36}(,[\da-fA-F-]{36}){0,99}$/, 'Must be key ids separated by commas.')
    .transform((ids) => ids.toLowerCase().split(','))
    .default([])
    .describe(
      'Ids of keys that would be withdrawn, separated by commas. These keys stay, and you become their creator.',
    ),
});
