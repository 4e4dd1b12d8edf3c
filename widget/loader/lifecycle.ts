const stopping = new AbortController();

/** Aborted by `destroy`. Nothing that the widget started in the page continues after that. */
export const stopped = stopping.signal;

/** Ends everything that was started with the functions below. */
export const stop = () => stopping.abort();

/** Calls `callback` on `stop`. */
export const onStop = (callback: () => void) => stopped.addEventListener('abort', callback);

/** Listens for an event until `stop`. */
export const on = <EventType extends Event>(
  target: EventTarget,
  type: string,
  handler: (event: EventType) => void,
) => target.addEventListener(type, handler as (event: Event) => void, { signal: stopped });

/** Calls `callback` once after a delay, unless `stop` comes first. */
export const setTimer = (callback: () => void, delayMs: number) => {
  const timer = setTimeout(callback, delayMs);
  onStop(() => clearTimeout(timer));
};
