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
export function warmPagesJob({ notices }: Pick<Deps, 'notices'>, pages: PublicPages): Job {
  const waiting = new Set<string>();
  let isStarted = false;
  notices.onChange((id) => waiting.add(id));

  async function warm(id: string): Promise<void> {
    waiting.delete(id);
    try {
      await pages.warm(id);
    } catch (error) {
      // A project that was deleted in the meantime.
      if (error instanceof AppError && error.code === 'not_found') return;
      // At the end, so that one that cannot be read holds up no other.
      waiting.add(id);
      throw error;
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
