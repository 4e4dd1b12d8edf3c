import type { StoredBadge } from './badge.ts';
import { cooldownMs, resetFailures } from './client.ts';
import { device } from './device.ts';
import { on, onStop, setTimer } from './lifecycle.ts';
import { forceRefresh } from './opening.ts';
import { tag } from './tag.ts';

let channel: BroadcastChannel | undefined;
let leaveController: AbortController | undefined;
/** A stream broke: calls that were made meanwhile may have failed too. */
let hasFailed = false;
let retryMs = 1000;

/**
 * Reads anew when the project has changed. One stream per browser: of the pages in view, the one that
 * has the lock holds it and tells the others. Where pages cannot agree on one (no https, a sandboxed
 * frame), each asks every five minutes.
 */
export function listen(): void {
  on(document, 'visibilitychange', join);
  onStop(() => {
    leaveController?.abort();
    channel?.close();
  });
  join();
}

async function join(): Promise<void> {
  leaveController?.abort();
  if (document.hidden) return;
  leaveController = new AbortController();
  const { signal } = leaveController;
  const name = `tidings:${tag.project}`;
  try {
    channel ??= new BroadcastChannel(name);
    channel.onmessage = ({ data }) => setTimer(forceRefresh, data);
    await navigator.locks.request(name, { signal }, () => lead(signal));
  } catch {
    scheduleJoin(signal, cooldownMs);
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
      hasFailed = true;
      retryMs = retryMs > 30_000 ? cooldownMs : retryMs * 2;
      scheduleJoin(signal, retryMs * (1 + Math.random()));
    };
    // Each stream begins with the revision that holds: what is shown may be of an earlier one.
    on<MessageEvent>(stream, 'changed', ({ data }) => {
      resetFailures();
      retryMs = 1000;
      // The server draws a delay for each stream, so that not all pages ask at once.
      const { revision, delayMs } = JSON.parse(data);
      const shownRevision = device.get<StoredBadge>('feed')?.revision;
      if (!hasFailed && (!shownRevision || shownRevision === revision)) return;
      // `join` has opened it before anyone can lead.
      (channel as BroadcastChannel).postMessage(delayMs);
      setTimer(forceRefresh, delayMs);
      hasFailed = false;
    });
  });
}

/** What cannot be heard is asked for. */
function scheduleJoin(signal: AbortSignal, delayMs: number): void {
  setTimer(() => {
    if (signal.aborted) return;
    join();
    forceRefresh();
  }, delayMs);
}
