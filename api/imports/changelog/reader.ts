import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { ParsedChangelog } from './parsed-changelog.ts';

/** Far more than 5 MB of honest text needs; lexing is super-linear on hostile text. */
const limitMs = 10_000;
const memoryMb = 1024;

/** Reads a changelog off the main thread. Throws `changelog_unreadable` where it takes too long. */
export type ChangelogReader = (markdown: string) => Promise<ParsedChangelog>;

/** `workerUrl` is where the build put `read-worker.ts`. */
export function createChangelogReader(workerUrl: URL): ChangelogReader {
  return (markdown) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerUrl, {
        workerData: { markdown },
        resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      });
      const giveUp = (cause?: unknown) => {
        const sentence = 'This text takes too long, or too much memory, to be read as a changelog.';
        reject(new AppError('changelog_unreadable', sentence, { cause }));
        void worker.terminate();
      };
      const limit = setTimeout(giveUp, limitMs);
      worker.once('message', resolve);
      worker.once('error', giveUp);
      worker.once('exit', () => clearTimeout(limit));
    });
}
