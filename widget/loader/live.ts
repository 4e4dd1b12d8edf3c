import type { KeptFeed } from './badge.ts';
import { forgive, restMs } from './client.ts';
import { device } from './device.ts';
import { atEnd, later, on } from './lifecycle.ts';
import { change } from './opening.ts';
import { tag } from './tag.ts';

let channel: BroadcastChannel | undefined;
let leaving: AbortController | undefined;
/** A stream broke: calls that were made meanwhile may have failed too. */
let broke = false;
let retryMs = 1000;

/**
 * Reads anew when the project has changed. One stream per browser: of the pages in view, the one that
 * has the lock holds it and tells the others. Where pages cannot agree on one (no https, a sandboxed
 * frame), each asks every five minutes.
 */
export function listen(): void {
  on(document, 'visibilitychange', join);
  atEnd(() => {
    leaving?.abort();
    channel?.close();
  });
  join();
}

async function join(): Promise<void> {
  leaving?.abort();
  if (document.hidden) return;
  leaving = new AbortController();
  const { signal } = leaving;
  const name = `tidings:${tag.project}`;
  try {
    channel ??= new BroadcastChannel(name);
    channel.onmessage = ({ data }) => later(change, data);
    await navigator.locks.request(name, { signal }, () => lead(signal));
  } catch {
    joinLater(signal, restMs);
  }
}

/** Holds the stream until `signal` says to leave it. */
function lead(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stream = new EventSource(`${tag.server}/v1/live?project=${tag.project}`);
    const leave = () => resolve(stream.close());
    signal.onabort = leave;
    // Left to itself it would come back every few seconds, for as long as it takes.
    stream.onerror = () => {
      leave();
      broke = true;
      retryMs = retryMs > 30_000 ? restMs : retryMs * 2;
      joinLater(signal, retryMs * (1 + Math.random()));
    };
    // Each stream begins with the revision that holds: what is shown may be of an earlier one.
    on<MessageEvent>(stream, 'changed', ({ data }) => {
      forgive();
      retryMs = 1000;
      // The server draws a delay for each stream, so that not all pages ask at once.
      const { revision, delayMs } = JSON.parse(data);
      const shown = device.get<KeptFeed>('feed')?.revision;
      if (!broke && (!shown || shown === revision)) return;
      // `join` has opened it before anyone can lead.
      (channel as BroadcastChannel).postMessage(delayMs);
      later(change, delayMs);
      broke = false;
    });
  });
}

/** What cannot be heard is asked for. */
function joinLater(signal: AbortSignal, delayMs: number): void {
  later(() => {
    if (signal.aborted) return;
    join();
    change();
  }, delayMs);
}
