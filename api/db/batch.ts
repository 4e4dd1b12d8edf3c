import type { Database, Db } from './database.ts';
import type { VisitorKeys } from './instance/keys.ts';
import { nodeSlot } from './node-slot.ts';
import { commit } from './transact.ts';

/**
 * A rule that stores many items at once. The rule may run in the thread that writes the database.
 */
export interface BatchRule<Item, Outcome> {
  /** The name under which the writer thread finds the rule. */
  name: string;
  /** Stores all items or none, in order. Items, context and outcomes survive JSON unchanged. */
  run(trx: Db, items: readonly Item[], context: BatchContext): Promise<readonly Outcome[]>;
}

/** The arguments of a batch besides its items. */
export interface BatchContext {
  /** The row of each tally to add to: see `nodeSlot`. */
  slot: number;
  /** The keys for visitors who are new in this batch. */
  keys: VisitorKeys;
}

/**
 * Creates the `commit` of a group commit. If a thread writes SQLite, the whole rule runs in that
 * thread: sending each statement to it would cost more than the statements.
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
