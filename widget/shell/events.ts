import type { EventsRequest } from '../../contract/events.ts';
import type { EventKind } from '../../contract/vocabulary.ts';
import type { Client } from '../loader/client.ts';
import type { CurrentVisitor } from '../loader/visitor.ts';
import { hasTrackingOptOut } from './do-not-track.ts';

type VisitorEvent = EventsRequest['events'][number];

/** Sends what a visitor saw and did, to be counted. */
export interface EventQueue {
  record(kind: EventKind, release?: string): void;
  /** Sends all pending events; `keepalive` if the page may be gone before they arrive. */
  flush(keepalive?: boolean): Promise<void>;
}

const flushDelayMs = 2000;
/** Equals `limits.eventsPerRequest`, whose import would add all other limits to the bundle. */
const maxEvents = 50;

/** Collects events for two seconds. Drops them without credentials or with a tracking opt-out. */
export function createEventQueue(
  client: Client,
  visitor: CurrentVisitor,
  stopped: AbortSignal,
): EventQueue {
  const pending: VisitorEvent[] = [];
  const isOptedOut = hasTrackingOptOut();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const queue: EventQueue = {
    record(kind, release) {
      if (isOptedOut || stopped.aborted || !visitor.credentials()) return;
      pending.push({ kind, at: new Date().toISOString(), ...(release && { release }) });
      timer ??= setTimeout(queue.flush, flushDelayMs);
    },
    async flush(keepalive = false) {
      clearTimeout(timer);
      timer = undefined;
      while (pending.length > 0) {
        const batch = pending.splice(0, maxEvents);
        const sentAt = new Date().toISOString();
        const body = {
          ...visitor.credentials(),
          traits: visitor.identity.traits,
          sentAt,
          events: batch,
        };
        await client.post('/v1/events', body, { keepalive });
      }
    },
  };
  const onVisibilityChange = () => void (document.hidden && queue.flush(true));
  document.addEventListener('visibilitychange', onVisibilityChange, { signal: stopped });
  stopped.addEventListener('abort', () => clearTimeout(timer));
  return queue;
}
