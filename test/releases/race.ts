import { type Change, changeProject } from '../../api/change/change.ts';
import type { ChangeNotices } from '../../api/db/change-notices.ts';
import type { Database } from '../../api/db/database.ts';
import { transact } from '../../api/db/transact.ts';
import { AppError } from '../../api/errors.ts';
import { newId } from '../../api/ids.ts';
import { publish, rollBack, stampDue } from '../../api/releases/publishing.ts';

/** What a node needs to take part in a race. */
export interface Racer {
  database: Database;
  notices: ChangeNotices;
}

/** The release that it is about, and the moment that all of them take for now. */
export interface RaceTarget {
  projectId: string;
  releaseId: string;
  now: Date;
}

/** Each gives 1 where this node did it, and 0 where another one had been first. */
export const races: Record<string, (racer: Racer, target: RaceTarget) => Promise<number>> = {
  stamp: (racer, { now }) => stampDue({ ...racer, randomId: newId }, now),
  publish: (racer, target) => attempt(racer, target, publish),
  'roll-back': (racer, target) =>
    attempt(racer, target, (change, options) => rollBack(change, { ...options, reason: 'x' })),
};

async function attempt(
  racer: Racer,
  { projectId, releaseId, now }: RaceTarget,
  rule: (change: Change, options: { releaseId: string }) => Promise<unknown>,
): Promise<number> {
  const options = { projectId, actor: 'key:x', role: 'publisher', now, newId } as const;
  const act = (change: Change) => rule(change, { releaseId });
  try {
    await transact(racer, (trx) => changeProject(trx, options, act));
    return 1;
  } catch (error) {
    if (error instanceof AppError && error.code === 'wrong_state') return 0;
    throw error;
  }
}
