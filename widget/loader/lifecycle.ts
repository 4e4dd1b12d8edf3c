const stopping = new AbortController();

/** Aborted by `destroy`. Nothing that we started in the page outlives it. */
export const stopped = stopping.signal;

/** Ends all that was started by the functions below. */
export const stop = () => stopping.abort();

/** Runs `act` at the end. */
export const onStop = (callback: () => void) => stopped.addEventListener('abort', callback);

/** Hears a target until the end. */
export const on = <EventType extends Event>(
  target: EventTarget,
  type: string,
  handler: (event: EventType) => void,
) => target.addEventListener(type, handler as (event: Event) => void, { signal: stopped });

/** Does something once, unless the end comes first. */
export const setTimer = (callback: () => void, delayMs: number) => {
  const timer = setTimeout(callback, delayMs);
  onStop(() => clearTimeout(timer));
};
