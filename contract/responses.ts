import { z } from 'zod';
import { id, instant, locale, text, traits } from './fields.ts';
import { limits, responseStates, standings, surfaces } from './vocabulary.ts';

const answerId = text(60);
const choice = text(limits.traitChars);

/** What is answered besides the rating and the comment, by question id. */
export const answers = z
  .record(
    answerId,
    z.union([z.number(), text(limits.commentChars), z.array(choice).max(limits.choicesPerAnswer)]),
  )
  .refine(
    (value) => Object.keys(value).length <= limits.answersPerResponse,
    `At most ${limits.answersPerResponse} answers.`,
  );
export type Answers = z.infer<typeof answers>;

/** An anonymous visitor's own random id, or the host's signed statement of who a visitor is. */
export const caller = {
  visitor: id.optional(),
  token: z.string().max(8000).optional(),
};

/** The four fields that make an answer what it is: a replay must have the same. */
const content = {
  state: z.enum(responseStates),
  rating: z.int().nullable().default(null),
  answers: answers.default({}),
  comment: text(limits.commentChars).nullable().default(null),
};

/** `POST /v1/responses`. `id` is made by the client; `revision` counts that client's editions. */
export const responseRequest = z
  .object({
    project: z.string().max(100),
    id: z.uuidv7(),
    revision: z.int().min(1).max(1_000_000),
    release: id.optional(),
    survey: id,
    ticket: z.string().max(300),
    ...caller,
    ...content,
    traits: traits.default({}),
    version: text(limits.versionChars).optional(),
    locale: locale.optional(),
    surface: z.enum(surfaces),
    createdAt: instant,
    sentAt: instant,
  })
  .meta({ id: 'ResponseRequest' });
export type ResponseRequest = z.infer<typeof responseRequest>;

/** The edition as it was stored: 201 the first time, the same again with 200 for a replay. */
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
    occurredAt: instant,
    receivedAt: instant,
  })
  .meta({ id: 'StoredResponse' });
export type StoredResponse = z.infer<typeof storedResponse>;

/** A response as members read it: its visitor only by pseudonym. */
export const response = z
  .strictObject({
    id,
    visitor: z.string(),
    standing: z.enum(standings),
    survey: id,
    surveyVersion: z.int(),
    state: z.enum(responseStates),
    rating: z.int().nullable(),
    answers,
    comment: z.string().nullable(),
    surface: z.enum(surfaces),
    locale: z.string().nullable(),
    version: z.string().nullable(),
    account: z.string().nullable(),
    inWindow: z.boolean(),
    quarantined: z.boolean(),
    revisions: z.int(),
    occurredAt: instant,
    receivedAt: instant,
  })
  .meta({ id: 'Response' });
export type Response = z.infer<typeof response>;
