import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { PublicPages } from './public-pages.ts';

/** Changes that follow each other within this time are read once: milliseconds. */
const delayMs = 500;
/** Any further projects are read on their first request. */
const maxAtStart = 500;

/**
 * Reads the public pages of all projects into memory, and those of a changed project again, so that
 * they are served while the database is unavailable. Returns the function that stops this.
 */
export function startWarming(
  { notices, log }: Pick<Deps, 'notices' | 'log'>,
  pages: PublicPages,
): () => Promise<void> {
  const waiting = new Set<string>();
  const stopping = new AbortController();
  let work: Promise<void> | undefined;

  async function warmAll(): Promise<void> {
    for (const id of waiting) {
      if (stopping.signal.aborted) return;
      waiting.delete(id);
      await pages.warm(id).catch(noteFailure);
    }
  }

  function noteFailure(err: unknown): void {
    // A project that was deleted meanwhile.
    if (err instanceof AppError && err.code === 'not_found') return;
    log.warn({ err }, 'a public page was not read ahead');
  }

  async function warmSoon(): Promise<void> {
    await sleep(delayMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    await warmAll();
    work = undefined;
  }

  function add(ids: readonly string[]): void {
    for (const id of ids) waiting.add(id);
    work ??= warmSoon();
  }

  const forget = notices.onChange((id) => add([id]));
  const atStart = pages.ids().then((ids) => add(ids.slice(0, maxAtStart)), noteFailure);

  return async () => {
    forget();
    stopping.abort();
    await atStart;
    await work;
  };
}
