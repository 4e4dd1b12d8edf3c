import { z } from 'zod';
import { id, instant, locale, text, traits } from './fields.ts';
import { caller } from './responses.ts';
import { eventKinds, limits } from './vocabulary.ts';

/** `POST /v1/events`. Each is counted once, however often it is sent. */
export const eventsRequest = z
  .object({
    project: z.string().max(100),
    ...caller,
    traits: traits.default({}),
    version: text(limits.versionChars).optional(),
    locale: locale.optional(),
    /** The client's clock when it sent: how old an event is follows from the two of them. */
    sentAt: instant.optional(),
    events: z
      .array(
        z.object({
          kind: z.enum(eventKinds),
          release: id.optional(),
          survey: id.optional(),
          at: instant,
        }),
      )
      .min(1)
      .max(limits.eventsPerRequest),
  })
  .meta({ id: 'EventsRequest' });
export type EventsRequest = z.infer<typeof eventsRequest>;

export const eventsReply = z.object({ accepted: z.int() }).meta({ id: 'EventsReply' });
