import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db } from '../../api/db/database.ts';
import { commit } from '../../api/db/transact.ts';
import { onEachDatabase } from '../support/databases.ts';

onEachDatabase('two transactions that wait for each other', ({ dialect, openEmpty }) => {
  test('are both committed, whichever the database ended for the other’s sake', async () => {
    const database = await openEmpty();
    await sql`create table counter (id integer primary key, n integer not null)`.execute(
      database.writer,
    );
    await sql`insert into counter values (1, 0), (2, 0)`.execute(database.writer);
    let tries = 0;
    const countBoth = (first: number, second: number) =>
      commit(database, async (trx) => {
        tries += 1;
        await countUp(trx, first);
        await sleep(200);
        await countUp(trx, second);
      });
    await Promise.all([countBoth(1, 2), countBoth(2, 1)]);
    const { rows } = await sql`select n from counter`.execute(database.reader);
    expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
    // On SQLite the second has to wait before its first word, and nobody is ended.
    expect(tries).toBe(dialect === 'postgres' ? 3 : 2);
  });
});

function countUp(trx: Db, id: number): Promise<unknown> {
  return sql`update counter set n = n + 1 where id = ${id}`.execute(trx);
}
