import { commitBatches } from '../db/batch.ts';
import { createGroupCommit } from '../db/group-commit.ts';
import type { Deps } from '../deps.ts';
import { sightingBatch } from './sighting-batch.ts';
import { createSightingBook } from './sighting-book.ts';
import { maxOrigins, maxRefusedOrigins } from './sightings.ts';

/** Notes that a page of this origin asked for a project; `undefined` is no page. */
export type NoteSighting = (projectId: string, origin: string | undefined) => void;

const maxBatch = 64;
const maxQueue = 512;

/**
 * Notes the pages that are let in, or those that are refused: each has a book of its own, so that
 * strangers at the door leave the room of those inside alone. Nothing is waited for: whoever reads
 * must not wait for a writer, nor fail with it.
 */
export function createSightingNotes(
  { database, keys, clock, log }: Deps,
  { areRefused }: { areRefused: boolean },
): NoteSighting {
  const book = createSightingBook(areRefused ? maxRefusedOrigins : maxOrigins);
  const commits = createGroupCommit({
    commit: commitBatches(database, sightingBatch(), keys.visitors),
    maxBatch,
    maxQueue,
  });

  return (projectId, origin) => {
    const now = clock();
    if (!book.isNews(projectId, origin, now.getTime())) return;
    const at = now.toISOString();
    const seen = { projectId, origin: origin ?? '', at, isRefused: areRefused };
    void commits.submit(seen).catch((err) => log.warn({ err }, 'a sighting was not noted'));
  };
}
