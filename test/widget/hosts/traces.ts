/** What is still at work in a page, as `trace` saw it being started. */
export interface ActiveResources {
  /** Types of events that are heard on what is still in the page. */
  listeners: string[];
  timers: number;
  /** Streams, channels and observers that are open. */
  open: string[];
}

/**
 * Keeps account of all that scripts start in a page from now on; `traces()` tells what is at work.
 * Runs in the page before any script, so it knows nothing outside of itself.
 */
export function traceResources(): void {
  const listened = new Map<string, { target: EventTarget; type: string }>();
  const numbers = new Map<unknown, number>();
  const timers = new Set<unknown>();
  const open = new Set<object>();

  const numberOf = (one: unknown) => {
    if (!numbers.has(one)) numbers.set(one, numbers.size);
    return numbers.get(one);
  };
  const listeners = EventTarget.prototype;
  const { addEventListener, removeEventListener } = listeners;
  listeners.addEventListener = function (type, act, options) {
    const { capture, once, signal } =
      typeof options === 'object' ? options : ({ capture: options } as AddEventListenerOptions);
    const target = this ?? window;
    const key = [target, type, act, Boolean(capture)].map(numberOf).join();
    if (act && !signal?.aborted) listened.set(key, { target, type });
    const forget = () => listened.delete(key);
    if (signal) addEventListener.call(signal, 'abort', forget);
    if (once) addEventListener.call(target, type, forget, { once, ...(capture && { capture }) });
    addEventListener.call(target, type, act, options);
  };
  listeners.removeEventListener = function (type, act, options) {
    const capture = typeof options === 'object' ? options.capture : options;
    const target = this ?? window;
    listened.delete([target, type, act, Boolean(capture)].map(numberOf).join());
    removeEventListener.call(target, type, act, options);
  };

  const starters = [
    ['setTimeout', 'clearTimeout'],
    ['setInterval', 'clearInterval'],
    ['requestAnimationFrame', 'cancelAnimationFrame'],
    ['requestIdleCallback', 'cancelIdleCallback'],
  ] as const;
  for (const [start, end] of starters) {
    const [startNative, cancel] = [window[start], window[end]] as ((
      ...args: unknown[]
    ) => unknown)[];
    const startTraced = (act: (...args: unknown[]) => void, ...more: unknown[]) => {
      const done = (...args: unknown[]) => {
        if (start !== 'setInterval') timers.delete(timer);
        act(...args);
      };
      const timer = startNative?.call(window, done, ...more);
      timers.add(timer);
      return timer;
    };
    const endTraced = (timer: unknown) => {
      timers.delete(timer);
      cancel?.call(window, timer);
    };
    Object.assign(window, { [start]: startTraced, [end]: endTraced });
  }

  const openers = { EventSource, BroadcastChannel, MutationObserver, WebSocket, Worker };
  for (const [name, Opener] of Object.entries(openers)) {
    const make = (...args: unknown[]) => {
      const made: object = Reflect.construct(Opener, args);
      open.add(made);
      for (const end of ['close', 'disconnect', 'terminate']) {
        const ending = Reflect.get(made, end);
        const closed = () => open.delete(made) && ending.call(made);
        if (ending) Object.defineProperty(made, end, { value: closed });
      }
      return made;
    };
    Object.assign(window, {
      [name]: new Proxy(Opener, { construct: (_, args) => make(...args) }),
    });
  }

  const isInPage = (target: EventTarget) =>
    target === window ||
    (target instanceof Node ? target.isConnected : target instanceof MediaQueryList);
  const names = () => [...open].map((one) => one.constructor.name);
  const types = () =>
    [...listened.values()].filter(({ target }) => isInPage(target)).map(({ type }) => type);
  const traces = () => ({ listeners: types().sort(), timers: timers.size, open: names().sort() });
  Object.assign(window, { traces });
}
