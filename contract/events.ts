import { z } from 'zod';
import { id, instant, locale, publicKey, text, traits } from './fields.ts';
import { visitorCredentials } from './responses.ts';
import { eventKinds, limits } from './vocabulary.ts';

/** `POST /v1/events`. Each event is counted once, however often it is sent. */
export const eventsRequest = z
  .object({
    project: publicKey,
    ...visitorCredentials,
    traits: traits.default({}),
    version: text(limits.versionChars)
      .optional()
      .describe('The version of the host product that runs.'),
    locale: locale.optional(),
    sentAt: instant
      .optional()
      .describe('The client’s clock when it sends: only its distance from each `at` counts.'),
    events: z
      .array(
        z.object({
          kind: z
            .enum(eventKinds)
            .describe(
              '`read` implies `shown`; `ran`: the version was running; `muted` and `unmuted` are the visitor’s switch.',
            ),
          release: id.optional().describe('Which release; not for `muted` and `unmuted`.'),
          survey: id.optional().describe('Which survey, where the event is about one.'),
          at: instant.describe('When it happened, by the client’s clock.'),
        }),
      )
      .min(1)
      .max(limits.eventsPerRequest),
  })
  .meta({ id: 'EventsRequest', description: 'Exactly one of `visitor` and `token`.' });
export type EventsRequest = z.infer<typeof eventsRequest>;

export const eventsReply = z
  .object({
    accepted: z.int().describe('How many were understood; those counted before are among them.'),
  })
  .meta({ id: 'EventsReply' });
