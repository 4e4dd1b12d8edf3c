import type { StoredBadge } from './badge.ts';
import { cooldownMs, resetFailures } from './client.ts';
import { device } from './device.ts';
import { on, onStop, setTimer } from './lifecycle.ts';
import { forceRefresh } from './opening.ts';
import { tag } from './tag.ts';

let channel: BroadcastChannel | undefined;
let leaveController: AbortController | undefined;
/** Whether a stream broke: requests made since then may have failed too. */
let hasFailed = false;
let retryMs = 1000;

/**
 * Refreshes when the project changes. There is one stream per browser: of the visible pages, the
 * one with the lock holds the stream and notifies the others. If pages cannot share a stream (no
 * https, a sandboxed frame), each asks every five minutes.
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

/** Holds the stream until `signal` is aborted or the stream breaks. */
function lead(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stream = new EventSource(`${tag.server}/v1/live?project=${tag.project}`);
    const leave = () => resolve(stream.close());
    signal.onabort = leave;
    // Without this, the browser would reconnect every few seconds, without end.
    stream.onerror = () => {
      leave();
      hasFailed = true;
      retryMs = retryMs > 30_000 ? cooldownMs : retryMs * 2;
      scheduleJoin(signal, retryMs * (1 + Math.random()));
    };
    // Each stream begins with the current revision; the badge may show an earlier one.
    on<MessageEvent>(stream, 'changed', ({ data }) => {
      resetFailures();
      retryMs = 1000;
      // The server picks a random delay for each stream, so that not all pages ask at once.
      const { revision, delayMs } = JSON.parse(data);
      const shownRevision = device.get<StoredBadge>('feed')?.revision;
      if (!hasFailed && (!shownRevision || shownRevision === revision)) return;
      // `join` opens the channel before it calls `lead`.
      (channel as BroadcastChannel).postMessage(delayMs);
      setTimer(forceRefresh, delayMs);
      hasFailed = false;
    });
  });
}

/** Joins again after a delay, and refreshes, because changes may have been missed until then. */
function scheduleJoin(signal: AbortSignal, delayMs: number): void {
  setTimer(() => {
    if (signal.aborted) return;
    join();
    forceRefresh();
  }, delayMs);
}
