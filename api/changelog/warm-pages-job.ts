import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Job } from '../jobs/jobs.ts';
import type { PublicPages } from './public-pages.ts';

/** Any further projects are read on their first request. */
const maxAtStart = 500;

/**
 * Reads the public pages of all projects into memory, and those of a changed project again, so that
 * they are served while the database is unavailable. Changes between two runs are read once.
 */
export function warmPagesJob(
  { notices, log }: Pick<Deps, 'notices' | 'log'>,
  pages: PublicPages,
): Job {
  const waiting = new Set<string>();
  let isStarted = false;
  notices.onChange((id) => waiting.add(id));

  async function warm(id: string): Promise<void> {
    waiting.delete(id);
    try {
      await pages.warm(id);
    } catch (err) {
      // A project that was deleted in the meantime.
      if (err instanceof AppError && err.code === 'not_found') return;
      log.warn({ err }, 'a public page was not read ahead');
    }
  }

  return {
    name: 'public-pages',
    failure: 'a public page was not read ahead',
    everyMs: 500,
    async run(stopping) {
      if (!isStarted) for (const id of (await pages.ids()).slice(0, maxAtStart)) waiting.add(id);
      isStarted = true;
      for (const id of waiting) {
        if (stopping.aborted) return;
        await warm(id);
      }
    },
  };
}
