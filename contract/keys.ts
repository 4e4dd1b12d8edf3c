import { z } from 'zod';
import { id, instant, nonEmptyText, text } from './fields.ts';
import { keyScopes, limits, tokenAlgorithms } from './vocabulary.ts';

const scope = z
  .enum(keyScopes)
  .describe(
    '`read` reads all but keys; `publish` also writes and publishes; `admin` does everything.',
  );

const createdBy = z
  .string()
  .nullable()
  .describe('`person:ID`, `key:ID`, or `system` for the command line; null if it is unknown.');

const createdByName = z
  .string()
  .nullable()
  .describe('The name of the person or key; null if it is unknown.');

/** An API key, without its text. */
export const apiKey = z
  .strictObject({
    id,
    name: z.string(),
    prefix: z
      .string()
      .describe('How its secret part begins, behind `sk_PROJECT_`: to tell keys apart.'),
    scope,
    createdAt: instant,
    expiresAt: instant.nullable().describe('Null: it never does.'),
    lastUsedAt: instant.nullable().describe('To the minute or so; null where it was never used.'),
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
        '`valid`: the creator may still create keys. `lost`: not any more, and the key is refused until an owner takes it over. `unknown`: nobody knows the creator, and the key works.',
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
  .extend({ key: z.string().describe('`sk_…`, shown this once.') })
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
      .describe('Since when its tokens are refused; null while it is live.'),
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
      publicKey: text(2000).describe('Your Ed25519 public key: SPKI in PEM.'),
    }),
    z.strictObject({ algorithm: z.literal('HS256') }),
  ])
  .meta({ id: 'TokenKeyCreate' });
export type TokenKeyCreate = z.infer<typeof tokenKeyCreate>;

export const tokenKeyCreated = tokenKey
  .extend({ secret: z.string().optional().describe('Only for HS256, shown this once.') })
  .meta({ id: 'TokenKeyCreated' });
export type TokenKeyCreated = z.infer<typeof tokenKeyCreated>;
