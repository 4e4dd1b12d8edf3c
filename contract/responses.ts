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
    `At most ${limits.answersPerResponse} answers.`,
  )
  .describe('By question id: the ids of the choices, a text, or a number.');
export type Answers = z.infer<typeof answers>;

/** An anonymous visitor's own random id, or the host's signed statement of who a visitor is. */
export const visitorCredentials = {
  visitor: id
    .optional()
    .describe('An anonymous visitor’s own random UUID, which is a secret. Never beside `token`.'),
  token: z
    .string()
    .max(8000)
    .optional()
    .describe('Your server’s signed statement of who it is: a JWT. Never beside `visitor`.'),
};

const state = z
  .enum(responseStates)
  .describe('`partial`: more may follow. Ratings count with `complete` and `partial` only.');

/** The four fields that are an answer's content: a replay must repeat them unchanged. */
const content = {
  state,
  rating: z
    .int()
    .nullable()
    .default(null)
    .describe('On the scale of the survey’s kind: for `csat` from 1 to 5.'),
  answers: answers.default({}),
  comment: text(limits.commentChars).nullable().default(null),
};

/** `POST /v1/responses`. The client creates `id`, and `revision` counts its editions. */
export const responseRequest = z
  .object({
    project: publicKey,
    id: z
      .uuidv7('Must be a UUID of version 7, made by the client.')
      .describe(
        'A UUIDv7 that the client makes, once for each response. Sent again, it counts once.',
      ),
    revision: z
      .int()
      .min(1)
      .max(1_000_000)
      .describe('1 at first. A higher one of the same `id` changes the answer.'),
    release: id.optional().describe('Which release the answer is about: as the feed names it.'),
    survey: id.describe('The id of the release’s `survey` in the feed.'),
    ticket: z
      .string()
      .max(300)
      .describe('From the feed, handed out at least a second ago and at most 31 days.'),
    ...visitorCredentials,
    ...content,
    traits: traits.default({}),
    version: text(limits.versionChars)
      .optional()
      .describe('The version of the host product that runs.'),
    locale: locale.optional(),
    surface: z.enum(surfaces).describe('Where it was given; programs say `api`.'),
    createdAt: instant.describe('The client’s clock when the visitor answered.'),
    sentAt: instant.describe(
      'The client’s clock when it sends: only the distance from `createdAt` counts.',
    ),
  })
  .meta({ id: 'ResponseRequest', description: 'Exactly one of `visitor` and `token`.' });
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
    occurredAt: instant.describe('When it was given, by the server’s clock.'),
    receivedAt: instant,
  })
  .meta({ id: 'StoredResponse' });
export type StoredResponse = z.infer<typeof storedResponse>;

/** A response as members see it. Its visitor is named only by pseudonym. */
export const response = z
  .strictObject({
    id,
    visitor: z.string().describe('A pseudonym: never the visitor’s own id.'),
    standing: z
      .enum(identityLevels)
      .describe(
        '`verified` by a token, `anonymous`, or a known `bot`. `staff` is reserved and not used yet.',
      ),
    survey: id,
    surveyVersion: z.int().describe('Only answers to the same edition are compared.'),
    state: z.enum(responseStates),
    rating: z.int().nullable(),
    answers,
    comment: z.string().nullable(),
    surface: z.enum(surfaces),
    locale: z.string().nullable(),
    version: z.string().nullable().describe('The version of the host product that ran.'),
    account: z.string().nullable().describe('The visitor’s organisation, as the token said.'),
    inWindow: z
      .boolean()
      .describe(
        'Given within 14 days of first seeing the release: only then it counts in the score.',
      ),
    quarantined: z
      .boolean()
      .describe('Set aside as suspicious, and in no figure. Reserved: nothing sets it yet.'),
    revisions: z.int().describe('How many editions there are.'),
    edited: z
      .boolean()
      .describe(
        'Whether a rating or a comment that had been sent was changed. A comment that follows its rating changes nothing.',
      ),
    occurredAt: instant.describe('When it was given, by the server’s clock.'),
    receivedAt: instant.describe('When the first edition arrived.'),
    updatedAt: instant.describe('When the edition that is shown arrived.'),
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
    .describe('Only those whose latest edition has this rating.'),
  commented: z.enum(['true']).optional().describe('Only those that say something in words.'),
  quarantined: z
    .enum(['true', 'false'])
    .optional()
    .describe('Only those of visitors who are held back or rejected, or only the others.'),
});
export type ResponseFilter = z.infer<typeof responseFilter>;
