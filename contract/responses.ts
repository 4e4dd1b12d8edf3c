import { z } from 'zod';
import { id, instant, locale, publicKey, text, traits } from './fields.ts';
import { identityLevels, limits, responseStates, surfaces } from './vocabulary.ts';

const answerId = text(60);
const choice = text(limits.traitChars);

/** Answers besides the rating and the comment, by question id. */
export const answers = z
  .record(
    answerId,
    z.union([z.number(), text(limits.commentChars), z.array(choice).max(limits.choicesPerAnswer)]),
  )
  .refine(
    (value) => Object.keys(value).length <= limits.answersPerResponse,
    `May have at most ${limits.answersPerResponse} answers.`,
  )
  .describe('Answers by question id: the ids of choices, a text, or a number.');
export type Answers = z.infer<typeof answers>;

/** An anonymous visitor's own random id, or the host's signed statement of who a visitor is. */
export const visitorCredentials = {
  visitor: id
    .optional()
    .describe(
      'An anonymous visitor’s own random UUID, which is a secret. Do not send it together with `token`.',
    ),
  token: z
    .string()
    .max(8000)
    .optional()
    .describe(
      'JWT in which your server states who the visitor is. Do not send it together with `visitor`.',
    ),
};

const state = z
  .enum(responseStates)
  .describe(
    '`partial` means that more may follow. Ratings count only in the states `complete` and `partial`.',
  );

/** The four fields that are an answer's content: a replay must repeat them unchanged. */
const content = {
  state,
  rating: z
    .int()
    .nullable()
    .default(null)
    .describe('Rating on the scale of the survey’s kind: 1 to 5 for `csat`.'),
  answers: answers.default({}),
  comment: text(limits.commentChars).nullable().default(null),
};

/** `POST /v1/responses`. The client creates `id`, and `revision` counts its editions. */
export const responseRequest = z
  .object({
    project: publicKey,
    id: z
      .uuidv7('Must be a UUID of version 7 that the client creates.')
      .describe(
        'UUIDv7 that the client creates, one per response. A response that is sent again counts once.',
      ),
    revision: z
      .int()
      .min(1)
      .max(1_000_000)
      .describe(
        '1 for the first edition. A higher revision with the same `id` changes the answer.',
      ),
    release: id
      .optional()
      .describe('The id of the release that the answer is about, from the feed.'),
    survey: id.describe('The id of the release’s `survey` in the feed.'),
    ticket: z
      .string()
      .max(300)
      .describe('The `ticket` from the feed, at least one second and at most 31 days old.'),
    ...visitorCredentials,
    ...content,
    traits: traits.default({}),
    version: text(limits.versionChars)
      .optional()
      .describe('Version of the host product that is running.'),
    locale: locale.optional(),
    surface: z
      .enum(surfaces)
      .describe('The place where the answer was given. Programs send `api`.'),
    createdAt: instant.describe('When the visitor answered, by the client’s clock.'),
    sentAt: instant.describe(
      'Time of sending, by the client’s clock. Only the difference from `createdAt` is used.',
    ),
  })
  .meta({ id: 'ResponseRequest', description: 'Send exactly one of `visitor` and `token`.' });
export type ResponseRequest = z.infer<typeof responseRequest>;

/** The stored edition: sent with 201 the first time, and again with 200 for a replay. */
export const storedResponse = z
  .object({
    id,
    revision: z.int(),
    survey: id,
    release: id.nullable(),
    state: z.enum(responseStates),
    rating: z.int().nullable(),
    answers,
    comment: z.string().nullable(),
    occurredAt: instant.describe('When the answer was given, by the server’s clock.'),
    receivedAt: instant,
  })
  .meta({ id: 'StoredResponse' });
export type StoredResponse = z.infer<typeof storedResponse>;

/** A response as members see it. Its visitor is named only by pseudonym. */
export const response = z
  .strictObject({
    id,
    visitor: z.string().describe('The visitor’s pseudonym, never their own id.'),
    standing: z
      .enum(identityLevels)
      .describe(
        'Identity level: `verified` by a token, `anonymous`, or a known `bot`. `staff` is reserved and not used yet.',
      ),
    survey: id,
    surveyVersion: z
      .int()
      .describe('Version of the survey. Only answers to the same version are compared.'),
    state: z.enum(responseStates),
    rating: z.int().nullable(),
    answers,
    comment: z.string().nullable(),
    surface: z.enum(surfaces),
    locale: z.string().nullable(),
    version: z.string().nullable().describe('Version of the host product that was running.'),
    account: z.string().nullable().describe('The visitor’s organisation, from the token.'),
    inWindow: z
      .boolean()
      .describe(
        'Whether the rating was given within 14 days of first seeing the release. Later ratings do not count in the score.',
      ),
    quarantined: z
      .boolean()
      .describe(
        'Whether the response is left out of all figures because its visitor belongs to a group that is held back or was rejected.',
      ),
    revisions: z.int().describe('Number of editions.'),
    edited: z
      .boolean()
      .describe(
        'Whether a rating or comment was changed after it was sent. Adding a comment to a rating is not a change.',
      ),
    occurredAt: instant.describe('When the answer was given, by the server’s clock.'),
    receivedAt: instant.describe('When the first edition arrived.'),
    updatedAt: instant.describe('When the edition shown here arrived.'),
  })
  .meta({ id: 'Response' });
export type Response = z.infer<typeof response>;

/** Query parameters that filter a list of responses. */
export const responseFilter = z.object({
  rating: z.coerce
    .number()
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('Returns only responses whose latest edition has this rating.'),
  commented: z.enum(['true']).optional().describe('Returns only responses with a comment.'),
  quarantined: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      '`true` returns only responses of visitors who are held back or were rejected; `false` returns only the others.',
    ),
});
export type ResponseFilter = z.infer<typeof responseFilter>;
