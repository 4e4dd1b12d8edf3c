import { unread } from './badge.ts';
import { launcher } from './launcher.ts';
import { on, onStop, stop } from './lifecycle.ts';
import { close, open, refreshAll, sendWaitingAnswers } from './opening.ts';
import { identity } from './visitor.ts';
import { warnOnce } from './warning.ts';

/** The page's function, `tidings('open', '2.4.0')`. Until the loader runs, calls wait in `q`. */
export interface PageFunction {
  (...call: unknown[]): void;
  q?: Iterable<unknown>[];
  /** True for the loader's function; missing on the page's stub and on the one `destroy` leaves. */
  booted?: boolean;
}

/** The window with our only global name, `tidings`. */
export const hostWindow = window as Window & { tidings?: PageFunction };

// biome-ignore lint/suspicious/noExplicitAny: the types are in tidings.d.ts; pages are untyped.
const commands: Record<string, (...args: any[]) => void> = {
  identify: (options) => identify({ token: undefined, ...options }),
  traits: (traits) => identify({ traits }),
  open,
  close,
  unread(callback) {
    const notify = () => callback(unread);
    notify();
    on(launcher, 'tidings-unread', notify);
  },
  on: (name, callback) =>
    on(launcher, `tidings-${name}`, ({ detail }: CustomEvent) => callback(detail)),
  destroy: stop,
};

function identify(update: object): void {
  Object.assign(identity, update);
  refreshAll();
  sendWaitingAnswers();
}

/**
 * Executes the page's calls, earlier ones first. After `destroy`, calls wait again, because a page
 * that removed the widget may add the script again and call it before it is loaded.
 */
export function installApi(): void {
  const queuedCalls = hostWindow.tidings?.q ?? [];
  hostWindow.tidings = (name, ...args) => {
    try {
      commands[name as string]?.(...args);
    } catch (error) {
      warnOnce(error);
    }
  };
  hostWindow.tidings.booted = true;
  onStop(() => {
    const q: unknown[][] = [];
    hostWindow.tidings = (...call) => q.push(call);
    hostWindow.tidings.q = q;
  });
  // One of the calls may be `destroy`: the calls after it are for the next loader.
  for (const call of queuedCalls) hostWindow.tidings(...call);
}
