import type { Database, Db } from './database.ts';
import type { VisitorKeys } from './instance/keys.ts';
import { nodeSlot } from './node-slot.ts';
import { commit } from './transact.ts';

/** A rule that stores many things at once, which may run where the database is written. */
export interface BatchRule<Item, Outcome> {
  /** By which the writer's thread knows it. */
  name: string;
  /** Stores all or none, in order. Items, means and outcomes are such that JSON keeps them as they are. */
  run(trx: Db, items: readonly Item[], context: BatchContext): Promise<readonly Outcome[]>;
}

/** What a batch is given besides its items. */
export interface BatchContext {
  /** The row of each tally to add to. */
  slot: number;
  /** For the visitors who are new in this batch. */
  keys: VisitorKeys;
}

/**
 * Makes the `commit` of a group commit. Where SQLite is written by a thread, the rule runs whole in
 * it: to send each of its statements there would cost more than the statements.
 */
export function createBatchCommit<Item, Outcome>(
  { writer, runBatch }: Database,
  rule: BatchRule<Item, Outcome>,
  keys: VisitorKeys,
): (items: readonly Item[], lane: number) => Promise<readonly Outcome[]> {
  return async (items, lane) => {
    const context = { slot: nodeSlot(lane), keys };
    if (!runBatch) return commit({ writer }, (trx) => rule.run(trx, items, context));
    return (await runBatch({ rule: rule.name, items, context })) as readonly Outcome[];
  };
}
