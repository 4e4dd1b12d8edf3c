import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Job } from '../jobs/jobs.ts';
import type { PublicPages } from './public-pages.ts';

/** Further projects are read on their first request. */
const maxAtStart = 500;

/**
 * Reads the public pages of all projects into memory, and those of changed projects again after
 * each change, so that they are served while the database is unavailable. Several changes between
 * two runs cause one read.
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
      // The project was deleted in the meantime.
      if (error instanceof AppError && error.code === 'not_found') return;
      // Moved to the end, so that a project that cannot be read does not delay others.
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
