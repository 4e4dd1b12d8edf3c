import { sql } from 'kysely';
import type { Db } from '../api/db/database.ts';
import { newId } from '../api/ids.ts';

/** The end of an id, which the number of a copy replaces. */
const copySuffix = '00';

/** Returns a UUIDv7 whose last two digits leave room for the number of a copy. */
export function newCopyableId(): string {
  return newId().slice(0, -copySuffix.length) + copySuffix;
}

/** The columns, by table, with an id that is different in each copy. */
const idColumns = {
  visitor: ['id', 'pseudonym', 'bucket_key'],
  visitor_alias: ['visitor_id'],
  response: ['id', 'visitor_id'],
  response_revision: ['response_id', 'client_id'],
  exposure: ['visitor_id'],
};
/** The columns with a hash, which has no digits to spare: the number of the copy is appended. */
const hashColumns = ['anonymous_id'];
const tallies = ['tally', 'tally_total', 'exposure_tally'];

/**
 * Multiplies every stored answer by `times`, each copy with its own visitor, and the tallies as if
 * all had been given, a hundred times faster than giving them. Ids must come from `newCopyableId`.
 */
export async function multiplyAnswers(db: Db, times: number): Promise<void> {
  await sql`pragma foreign_keys = off`.execute(db);
  await db.transaction().execute(async (trx) => {
    for (const [table, ids] of Object.entries(idColumns))
      await copyRows(trx, table, { ids, times });
    for (const table of tallies) {
      await sql`update ${sql.table(table)} set count = count * ${times}`.execute(trx);
    }
  });
}

async function copyRows(
  trx: Db,
  table: string,
  { ids, times }: { ids: string[]; times: number },
): Promise<void> {
  const names = await columnsOf(trx, table);
  const values = names.map((name) => {
    const value = sql.ref(name);
    if (hashColumns.includes(name)) return sql`${value} || copy.tag`;
    return ids.includes(name) ? sql`substr(${value}, 1, length(${value}) - 2) || copy.tag` : value;
  });
  const copies = Array.from({ length: times - 1 }, (_, n) => String(n + 1).padStart(2, '0'));
  await sql`
    insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select ${sql.join(values)}
    from ${sql.table(table)} cross join (select value as tag from json_each(${JSON.stringify(copies)})) as copy
  `.execute(trx);
}

async function columnsOf(trx: Db, table: string): Promise<string[]> {
  const { rows } = await sql<{
    name: string;
  }>`select name from pragma_table_info(${table})`.execute(trx);
  return rows.map((row) => row.name);
}
