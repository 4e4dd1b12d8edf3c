import type { EventsRequest } from '../../contract/events.ts';
import type { EventKind } from '../../contract/vocabulary.ts';
import type { Client } from '../loader/client.ts';
import type { Visitor } from '../loader/visitor.ts';
import { asksNotToBeTracked } from './do-not-track.ts';

type VisitorEvent = EventsRequest['events'][number];

/** What a visitor saw and did, on its way to be counted. */
export interface Events {
  record(kind: EventKind, release?: string): void;
  /** Sends what has gathered; `keepalive` where the page may be gone before it arrives. */
  flush(keepalive?: boolean): Promise<void>;
}

const gatherMs = 2000;
/** `limits.eventsPerRequest`, without the weight of all other limits. */
const maxEvents = 50;

/** Gathers for two seconds. Without a visitor to name, or against their wish, nothing is counted. */
export function createEvents(client: Client, visitor: Visitor, stopped: AbortSignal): Events {
  const gathered: VisitorEvent[] = [];
  const silent = asksNotToBeTracked();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const events: Events = {
    record(kind, release) {
      if (silent || stopped.aborted || !visitor.caller()) return;
      gathered.push({ kind, at: new Date().toISOString(), ...(release && { release }) });
      timer ??= setTimeout(events.flush, gatherMs);
    },
    async flush(keepalive = false) {
      clearTimeout(timer);
      timer = undefined;
      while (gathered.length > 0) {
        const some = gathered.splice(0, maxEvents);
        const sentAt = new Date().toISOString();
        const body = { ...visitor.caller(), traits: visitor.identity.traits, sentAt, events: some };
        await client.post('/v1/events', body, { keepalive });
      }
    },
  };
  const onVisibility = () => void (document.hidden && events.flush(true));
  document.addEventListener('visibilitychange', onVisibility, { signal: stopped });
  stopped.addEventListener('abort', () => clearTimeout(timer));
  return events;
}
