import type { Deps } from '../deps.ts';
import { stampDue } from './publishing.ts';
import { findNextDue } from './state-queries.ts';

const tickMs = 250;

/**
 * Stamps scheduled releases when their time comes, until the function that it gives is called. Every
 * node runs one. Between changes it only compares the clock with the next date: no query.
 */
export function startSchedule(
  deps: Pick<Deps, 'database' | 'notices' | 'randomId' | 'clock' | 'log'>,
): () => void {
  let nextDue: string | null = null;
  let unread = true;
  let looking = false;
  const forget = deps.notices.onChange(() => {
    unread = true;
  });

  async function look(): Promise<void> {
    if (unread) {
      // Before the reading, so that a change meanwhile is read at the next tick.
      unread = false;
      nextDue = await findNextDue(deps.database.reader);
    }
    const now = deps.clock();
    if (nextDue === null || nextDue > now.toISOString()) return;
    await stampDue(deps, now);
    unread = true;
  }

  async function tick(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      await look();
    } catch (err) {
      unread = true;
      deps.log.error({ err }, 'a scheduled release could not be stamped');
    } finally {
      looking = false;
    }
  }

  const timer = setInterval(() => void tick(), tickMs);
  timer.unref();
  void tick();
  return () => {
    clearInterval(timer);
    forget();
  };
}
