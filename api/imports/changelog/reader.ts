import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { ParsedChangelog } from './parsed-changelog.ts';

/** Far more than 5 MB of genuine text needs; hostile text takes more than linear time. */
const limitMs = 10_000;
const memoryMb = 1024;

/** Reads off the main thread. Throws `changelog_unreadable` if it takes too much time or memory. */
export type ChangelogReader = (markdown: string) => Promise<ParsedChangelog>;

/** Creates a reader. `workerUrl` is the location of the built `read-worker.ts`. */
export function createChangelogReader(workerUrl: URL): ChangelogReader {
  return (markdown) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerUrl, {
        workerData: { markdown },
        resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      });
      const giveUp = (cause?: unknown) => {
        const sentence =
          'This text takes too long, or too much memory, to read as a changelog. Split it.';
        reject(new AppError('changelog_unreadable', sentence, { cause }));
        void worker.terminate();
      };
      const limit = setTimeout(giveUp, limitMs);
      worker.once('message', resolve);
      worker.once('error', giveUp);
      worker.once('exit', () => clearTimeout(limit));
    });
}
