import { createBatchCommit } from '../db/batch.ts';
import { createGroupCommit } from '../db/group-commit.ts';
import type { Deps } from '../deps.ts';
import { heartbeatBatch } from './heartbeat-batch.ts';
import { createHeartbeatThrottle } from './heartbeat-throttle.ts';
import { maxOrigins, maxRefusedOrigins } from './heartbeats.ts';

/** Notes that a page of this origin asked for a project; `undefined` is no page. */
export type RecordHeartbeat = (projectId: string, origin: string | undefined) => void;

const maxBatch = 64;
const maxQueue = 512;

/**
 * Notes the pages that are let in, or those that are refused: each has a book of its own, so that
 * strangers at the door leave the room of those inside alone. Nothing is waited for: whoever reads
 * must not wait for a writer, nor fail with it.
 */
export function createHeartbeatRecorder(
  { database, keys, clock, log }: Deps,
  { areRefused }: { areRefused: boolean },
): RecordHeartbeat {
  const throttle = createHeartbeatThrottle(areRefused ? maxRefusedOrigins : maxOrigins);
  const commits = createGroupCommit({
    commit: createBatchCommit(database, heartbeatBatch(), keys.visitors),
    maxBatch,
    maxQueue,
  });

  return (projectId, origin) => {
    const now = clock();
    if (!throttle.shouldRecord(projectId, origin, now.getTime())) return;
    const at = now.toISOString();
    const heartbeat = { projectId, origin: origin ?? '', at, isRefused: areRefused };
    void commits.submit(heartbeat).catch((err) => log.warn({ err }, 'a sighting was not noted'));
  };
}
