import { createHash } from 'node:crypto';
import type { BackupProgress } from './progress.ts';
import type { Table } from './sqlite/queries.ts';

/** The counts and the hash of a database or a backup. */
export interface Contents {
  /** The newest migration. */
  schema: string;
  /** The number of rows in each table that the report names. */
  rows: Record<CountedTable, number>;
  /** The number of rows in all tables. */
  allRows: number;
  /** SHA-256 in hexadecimal over all rows: see `readContents`. */
  hash: string;
}

const countedTables = [
  'project',
  'release',
  'visitor',
  'response',
  'person',
  'audit_entry',
] as const;

export type CountedTable = (typeof countedTables)[number];

/** Reads the tables of one snapshot. */
export interface TableReader {
  tables: Table[];
  /** The rows of a table in its order, each with its values in the order of its columns. */
  rows(table: Table): Iterable<unknown> | AsyncIterable<unknown>;
}

/**
 * Counts and hashes every row of every table. The hash covers, table by table in order of name, one
 * line with the name and the names of the columns, and one line per row in order of its primary
 * key: the values as a JSON array, with bytes as base64. Free pages, indexes and the open marker
 * are not covered, so a database, its backup and the restored copy have the same hash.
 */
export async function readContents(
  reader: TableReader,
  onProgress: BackupProgress,
): Promise<Contents> {
  const hash = createHash('sha256');
  const counts = new Map<string, number>();
  let schema = '';
  for (const [index, table] of reader.tables.entries()) {
    hash.update(`${JSON.stringify([table.name, ...table.columns])}\n`);
    const nameIndex = table.columns.indexOf('name');
    let count = 0;
    for await (const row of reader.rows(table)) {
      hash.update(`${JSON.stringify(row, encodeBytes)}\n`);
      if (table.name === 'migration') schema = (row as string[])[nameIndex] ?? schema;
      count += 1;
    }
    counts.set(table.name, count);
    onProgress('Counting and hashing', index + 1, reader.tables.length);
  }
  return {
    schema,
    rows: pick(counts),
    allRows: [...counts.values()].reduce((sum, count) => sum + count, 0),
    hash: hash.digest('hex'),
  };
}

function pick(counts: ReadonlyMap<string, number>): Record<CountedTable, number> {
  const entries = countedTables.map((name) => [name, counts.get(name) ?? 0]);
  return Object.fromEntries(entries);
}

/**
 * Reads the original value from `this`, because `value` of a Buffer is already an array of numbers.
 */
function encodeBytes(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : value;
}
