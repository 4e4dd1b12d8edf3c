import { z } from 'zod';
import { instant, text, traits } from './fields.ts';

/** The longest header that most servers accept. The widget sends a token in a body. */
const maxChars = 16_000;

export const tokenCheckRequest = z
  .strictObject({ token: text(maxChars).describe('The JWT that your server signed.') })
  .meta({ id: 'TokenCheckRequest' });
export type TokenCheckRequest = z.infer<typeof tokenCheckRequest>;

/** The public routes' result for a token: the visitor it names, or an error code and the reason. */
export const tokenCheck = z
  .discriminatedUnion('ok', [
    z.strictObject({
      ok: z.literal(true),
      sub: z.string(),
      account: z.string().nullable(),
      traits,
      expiresAt: instant,
    }),
    z.strictObject({
      ok: z.literal(false),
      code: z.string().describe('`token_invalid` or `token_expired`.'),
      detail: z.string().describe('What is wrong with the token.'),
    }),
  ])
  .meta({ id: 'TokenCheck' });
export type TokenCheck = z.infer<typeof tokenCheck>;
