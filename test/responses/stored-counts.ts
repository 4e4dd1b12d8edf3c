import type { Database } from '../../api/db/database.ts';

const tables = ['visitor', 'exposure', 'response', 'response_revision', 'tally'] as const;

/** How many rows each table that visitors write to has. */
export async function countRows({ reader }: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { count } = await reader
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts[table] = count;
  }
  return counts;
}

/** The counts of a table of tallies over all slots: `4 en` → 2, named by the columns asked for. */
export async function readTally<Table extends 'tally' | 'tally_total' | 'exposure_tally'>(
  { reader }: Database,
  table: Table,
  columns: readonly string[],
): Promise<Record<string, number>> {
  const rows: Record<string, unknown>[] = await reader.selectFrom(table).selectAll().execute();
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const name = columns.map((column) => row[column]).join(' ');
    counts[name] = (counts[name] ?? 0) + Number(row.count);
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
