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
      .describe('Version of the host product that is running.'),
    locale: locale.optional(),
    sentAt: instant
      .optional()
      .describe(
        'Time of sending, by the client’s clock. Only the difference from each `at` is used.',
      ),
    events: z
      .array(
        z.object({
          kind: z
            .enum(eventKinds)
            .describe(
              '`read` implies `shown`. `ran` means that the version was running. `muted` and `unmuted` are the visitor’s switch for the badge.',
            ),
          release: id.optional().describe('The release’s id. Not used for `muted` and `unmuted`.'),
          survey: id.optional().describe('The survey’s id, if the event is about a survey.'),
          at: instant.describe('When the event happened, by the client’s clock.'),
        }),
      )
      .min(1)
      .max(limits.eventsPerRequest),
  })
  .meta({ id: 'EventsRequest', description: 'Send exactly one of `visitor` and `token`.' });
export type EventsRequest = z.infer<typeof eventsRequest>;

export const eventsReply = z
  .object({
    accepted: z
      .int()
      .describe(
        'Number of events that were understood, including events that had already been counted.',
      ),
  })
  .meta({ id: 'EventsReply' });
