import { unread } from './badge.ts';
import { launcher } from './launcher.ts';
import { on, onStop, stop } from './lifecycle.ts';
import { close, open, refreshAll, sendWaitingAnswers } from './opening.ts';
import { identity } from './visitor.ts';
import { warnOnce } from './warning.ts';

/** What the page calls, `tidings('open', '2.4.0')`; before we are there, calls wait in `q`. */
export interface PageFunction {
  (...call: unknown[]): void;
  q?: Iterable<unknown>[];
  /** Ours, and neither the page's own stub nor one that `destroy` left. */
  booted?: boolean;
}

/** The one global name that we answer to. */
export const hostWindow = window as Window & { tidings?: PageFunction };

// biome-ignore lint/suspicious/noExplicitAny: tidings.d.ts has their types, and pages have none.
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
 * Answers the page's calls, those made before first. After `destroy` calls wait again, since a page
 * that took us down may add the script anew and call us before it has come.
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
  // One of them may be `destroy`: what follows it is for the next of us.
  for (const call of queuedCalls) hostWindow.tidings(...call);
}
