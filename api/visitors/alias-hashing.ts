import type { Db } from '../db/database.ts';
import { lockKeys } from '../db/dialect.ts';
import { claimJob, finishJob, type JobClaim } from '../jobs/claim-queries.ts';
import {
  type AliasRow,
  copyVisitors,
  deleteVisitors,
  dropHashingIndexes,
  listAliases,
  listUnhashedAliases,
  type ReplaceVisitorIds,
  rewriteAliases,
  updateNetworkRaterVisitors,
} from './alias-hashing-queries.ts';
import { storedAnonymousId } from './anonymous-id.ts';
import { hashingJob } from './unhashed-check.ts';
import { visitorLockName } from './visitors.ts';

/** The last alias of a slice, after which the next slice begins; undefined before the first. */
export type SliceEnd = Pick<AliasRow, 'project_id' | 'anonymous_id'> | undefined;

/** The parameters of one slice. */
export interface SliceOptions {
  claim: Omit<JobClaim, 'name'>;
  after: SliceEnd;
  size: number;
  randomId: () => string;
  /** Update the visitor ids in the tables of other modules. */
  replacers: readonly ReplaceVisitorIds[];
}

/** `done`: the whole job is done. `taken`: another owner has the claim. `more`: slices remain. */
export type SliceOutcome = { kind: 'done' } | { kind: 'taken' } | { kind: 'more'; end: SliceEnd };

/**
 * Hashes the next `size` anonymous ids in one transaction. A visitor whose `id` equals the
 * anonymous id gets a new one, also in answers and exposures; the pseudonym, the bucket key and all
 * counts stay. Answers and events of these visitors wait until the transaction ends.
 */
export async function hashSlice(
  trx: Db,
  { claim, after, size, randomId, replacers }: SliceOptions,
): Promise<SliceOutcome> {
  if (!(await claimJob(trx, { ...claim, name: hashingJob }))) return { kind: 'taken' };
  const found = await listUnhashedAliases(trx, after, size);
  if (found.length === 0) {
    await dropHashingIndexes(trx);
    await finishJob(trx, hashingJob, claim.now);
    return { kind: 'done' };
  }
  const names = found.map((row) => visitorLockName(row.project_id, row.anonymous_id));
  await lockKeys(trx, names);
  await hashAliases(trx, await listAliases(trx, found), { randomId, replacers });
  return { kind: 'more', end: found.at(-1) };
}

async function hashAliases(
  trx: Db,
  aliases: AliasRow[],
  { randomId, replacers }: Pick<SliceOptions, 'randomId' | 'replacers'>,
): Promise<void> {
  const earlier = aliases.filter((row) => row.visitor_id === row.anonymous_id);
  const moves = earlier.map((row) => ({
    project_id: row.project_id,
    old_id: row.visitor_id,
    new_id: randomId(),
  }));
  await copyVisitors(trx, moves);
  for (const replaceIds of replacers) await replaceIds(trx, moves);
  await updateNetworkRaterVisitors(trx, moves);
  const newIds = new Map(moves.map((move) => [`${move.project_id} ${move.old_id}`, move.new_id]));
  const rewritten = aliases.map(({ project_id, anonymous_id, visitor_id }) => ({
    project_id,
    anonymous_id,
    hashed_id: storedAnonymousId(anonymous_id),
    visitor_id: newIds.get(`${project_id} ${visitor_id}`) ?? visitor_id,
  }));
  await rewriteAliases(trx, rewritten);
  await deleteVisitors(trx, moves);
}
