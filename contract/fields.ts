import { z } from 'zod';
import { limits } from './vocabulary.ts';

/** Field schemas that the other contract files share. */

/** PostgreSQL cannot store NUL, and a lone surrogate is not a character: both are refused. */
const unstorableCharacter = /[\0\p{Surrogate}]/u;

/** Text that both databases store unchanged. `maxChars` counts UTF-16 units, as browsers do. */
export function text(maxChars: number) {
  return z
    .string()
    .max(maxChars)
    .refine(isStorable, 'Must not contain NUL or incomplete characters.');
}

/** Whether both databases can store a text unchanged. */
export function isStorable(value: string): boolean {
  return !unstorableCharacter.test(value);
}

/** Text that does not consist of white space alone. */
export function nonEmptyText(maxChars: number) {
  return text(maxChars).refine((value) => value.trim() !== '', 'Must not be empty.');
}

export const id = z.uuid();

/** Names the project on the public wire. Not a secret: the host's pages contain it. */
export const publicKey = z.string().max(100).describe('The project’s public key, `pk_…`.');

/** An instant in UTC as ISO 8601 text. Replies always include milliseconds. */
export const instant = z.iso.datetime();

/** A calendar date, `YYYY-MM-DD`. */
export const date = z.iso.date();

/** A BCP 47 language tag, as browsers send it. */
export const locale = text(35).describe('A BCP 47 language tag, such as `de-AT`.');

/** An e-mail address. It is converted to lower case, so that case makes no difference. */
export const email = z
  .email()
  .max(limits.emailChars)
  .toLowerCase()
  .describe('An e-mail address. Upper and lower case make no difference.');

/** An absolute http or https address. */
export const webAddress = text(2000).refine(isWebAddress, 'Must be an http or https address.');

/** The `Origin` that a browser sends: scheme, host and port, without a path. */
export const origin = text(300).refine(
  (value) => isWebAddress(value) && new URL(value).origin === value,
  'Must be an origin such as https://app.example.com, without a path.',
);

/** Facts about a visitor that the host provides. */
export const traits = z
  .record(text(60), z.union([text(limits.traitChars), z.number(), z.boolean()]))
  .refine(
    (value) => Object.keys(value).length <= limits.traits,
    `May have at most ${limits.traits} traits.`,
  )
  .describe(
    'Facts about the visitor, such as `plan`. Traits that are not in a token are only hints.',
  );
export type Traits = z.infer<typeof traits>;

/** A page of a list, in the order that the route documents. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ data: z.array(item) });
}

/** The query of every list: the page size, and the cursor from `Link: <…>; rel="next"`. */
export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.pageMax)
    .default(limits.pageDefault)
    .describe('Maximum number of items to return.'),
  cursor: z
    .string()
    .max(300)
    .optional()
    .describe('The start of the page: the cursor from the `Link` header of the previous page.'),
});
export type PageQuery = z.infer<typeof pageQuery>;

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
