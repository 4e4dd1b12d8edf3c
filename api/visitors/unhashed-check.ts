import type { Db } from '../db/database.ts';
import { isJobOpen } from '../jobs/claim-queries.ts';

/** The job that hashes the anonymous ids stored before migration 0015. */
export const hashingJob = 'hash-anonymous-ids';

/** Whether the database may contain anonymous ids that are not hashed. */
export type UnhashedCheck = (db: Db) => Promise<boolean>;

/** Creates a check that reads the database until the job is done, and never after that. */
export function createUnhashedCheck(): UnhashedCheck {
  let isDone = false;
  return async (db) => {
    isDone ||= !(await isJobOpen(db, hashingJob));
    return !isDone;
  };
}
