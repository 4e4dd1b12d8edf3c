import { createBatchCommit } from '../db/batch.ts';
import { createGroupCommit } from '../db/group-commit.ts';
import type { Deps } from '../deps.ts';
import { heartbeatBatch } from './heartbeat-batch.ts';
import { createHeartbeatThrottle } from './heartbeat-throttle.ts';
import { maxOrigins, maxRefusedOrigins } from './heartbeats.ts';

/** Records that a page of this origin asked for a project. Ignores requests without an origin. */
export type RecordHeartbeat = (projectId: string, origin: string | undefined) => void;

const maxBatch = 64;
const maxQueue = 512;

/**
 * Creates a recorder for allowed pages, or for refused ones. Each has its own limit, so that
 * refused pages cannot use up the capacity of allowed ones. The recorder returns at once: a read
 * must not wait for a write, nor fail with it.
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
    void commits
      .submit(heartbeat)
      .catch((err) => log.warn({ err }, 'the origin of a page could not be recorded'));
  };
}
