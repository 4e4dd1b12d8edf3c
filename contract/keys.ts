import { z } from 'zod';
import { id, instant, nonEmptyText, text } from './fields.ts';
import { keyScopes, limits, tokenAlgorithms } from './vocabulary.ts';

const scope = z
  .enum(keyScopes)
  .describe(
    '`read` can read everything except keys. `publish` can also write and publish. `admin` can do everything.',
  );

const createdBy = z
  .string()
  .nullable()
  .describe('`person:ID`, `key:ID`, or `system` for the command line; null if unknown.');

const createdByName = z.string().nullable().describe('Name of the person or key; null if unknown.');

/** An API key, without its text. */
export const apiKey = z
  .strictObject({
    id,
    name: z.string(),
    prefix: z
      .string()
      .describe('First 6 characters of the secret part, after `sk_PROJECT_`, to tell keys apart.'),
    scope,
    createdAt: instant,
    expiresAt: instant.nullable().describe('When the key expires; null for never.'),
    lastUsedAt: instant
      .nullable()
      .describe('When the key was last used, accurate to about a minute; null for never.'),
    createdBy,
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;

/** An API key in lists and reads, with its creator's name and authority. */
export const listedApiKey = apiKey
  .extend({
    createdByName,
    authority: z
      .enum(['valid', 'lost', 'unknown'])
      .describe(
        '`valid`: the creator may still create keys. `lost`: the creator may no longer create keys, and the key is refused until an owner takes it over. `unknown`: the creator is unknown, and the key works.',
      ),
  })
  .meta({ id: 'ListedApiKey' });
export type ListedApiKey = z.infer<typeof listedApiKey>;

export const apiKeyCreate = z
  .strictObject({
    name: nonEmptyText(limits.nameChars),
    scope,
    expiresAt: instant.nullable().default(null),
  })
  .meta({ id: 'ApiKeyCreate' });
export type ApiKeyCreate = z.infer<typeof apiKeyCreate>;

/** The reply to a creation. No other reply contains `key`. */
export const apiKeyCreated = apiKey
  .extend({ key: z.string().describe('The API key, `sk_…`. Shown only once.') })
  .meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof apiKeyCreated>;

/** A key with which the host's server signs visitors' tokens. At most two are live. */
export const tokenKey = z
  .strictObject({
    id,
    algorithm: z.enum(tokenAlgorithms),
    createdAt: instant,
    retiredAt: instant
      .nullable()
      .describe(
        'When the key was retired. Its tokens have been refused since then. Null while the key is live.',
      ),
    createdBy,
  })
  .meta({ id: 'TokenKey' });
export type TokenKey = z.infer<typeof tokenKey>;

/** A token key in lists and reads, with its creator's name. */
export const listedTokenKey = tokenKey.extend({ createdByName }).meta({ id: 'ListedTokenKey' });

/** EdDSA: the host's public key, SPKI in PEM. HS256: the server creates the secret. */
export const tokenKeyCreate = z
  .discriminatedUnion('algorithm', [
    z.strictObject({
      algorithm: z.literal('EdDSA'),
      publicKey: text(2000).describe('Your Ed25519 public key, as SPKI in PEM.'),
    }),
    z.strictObject({ algorithm: z.literal('HS256') }),
  ])
  .meta({ id: 'TokenKeyCreate' });
export type TokenKeyCreate = z.infer<typeof tokenKeyCreate>;

export const tokenKeyCreated = tokenKey
  .extend({
    secret: z.string().optional().describe('The secret of an HS256 key. Shown only once.'),
  })
  .meta({ id: 'TokenKeyCreated' });
export type TokenKeyCreated = z.infer<typeof tokenKeyCreated>;
