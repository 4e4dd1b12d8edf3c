const stopping = new AbortController();

/** Aborted by `destroy`. Nothing that we started in the page outlives it. */
export const stopped = stopping.signal;

/** Ends all that was started by the functions below. */
export const stop = () => stopping.abort();

/** Runs `act` at the end. */
export const atEnd = (act: () => void) => stopped.addEventListener('abort', act);

/** Hears a target until the end. */
export const on = <Heard extends Event>(
  target: EventTarget,
  type: string,
  act: (event: Heard) => void,
) => target.addEventListener(type, act as (event: Event) => void, { signal: stopped });

/** Does something once, unless the end comes first. */
export const later = (act: () => void, delayMs: number) => {
  const timer = setTimeout(act, delayMs);
  atEnd(() => clearTimeout(timer));
};
