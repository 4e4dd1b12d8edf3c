import { unread } from './badge.ts';
import { home } from './launcher.ts';
import { atEnd, on, stop } from './lifecycle.ts';
import { close, deliverWaiting, open, refreshAll } from './opening.ts';
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
export const page = window as Window & { tidings?: PageFunction };

// biome-ignore lint/suspicious/noExplicitAny: tidings.d.ts has their types, and pages have none.
const commands: Record<string, (...given: any[]) => void> = {
  identify: (given) => identify({ token: undefined, ...given }),
  traits: (traits) => identify({ traits }),
  open,
  close,
  unread(callback) {
    const tell = () => callback(unread);
    tell();
    on(home, 'tidings-unread', tell);
  },
  on: (name, callback) =>
    on(home, `tidings-${name}`, ({ detail }: CustomEvent) => callback(detail)),
  destroy: stop,
};

function identify(given: object): void {
  Object.assign(identity, given);
  refreshAll();
  deliverWaiting();
}

/**
 * Answers the page's calls, those made before first. After `destroy` calls wait again, since a page
 * that took us down may add the script anew and call us before it has come.
 */
export function answerPage(): void {
  const early = page.tidings?.q ?? [];
  page.tidings = (name, ...given) => {
    try {
      commands[name as string]?.(...given);
    } catch (error) {
      warnOnce(error);
    }
  };
  page.tidings.booted = true;
  atEnd(() => {
    const q: unknown[][] = [];
    page.tidings = (...call) => q.push(call);
    page.tidings.q = q;
  });
  // One of them may be `destroy`: what follows it is for the next of us.
  for (const call of early) page.tidings(...call);
}
