import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../../api/db/connect.ts';
import { TidingsSqliteDialect } from '../../../api/db/sqlite/dialect.ts';
import { LocalConnection } from '../../../api/db/sqlite/statements.ts';
import { startNode } from '../../support/processes.ts';

interface Tables {
  note: { id: number; title: string };
}

let folder = '';
let path = '';
let raw: BetterSqlite3.Database;
let db: Kysely<Tables>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-dialect-'));
  path = join(folder, 'tidings.sqlite');
  raw = new BetterSqlite3(path, { timeout: 5000 });
  raw.pragma('journal_mode = WAL');
  raw.exec('create table note (id integer primary key, title text not null)');
  db = new Kysely<Tables>({ dialect: new TidingsSqliteDialect(new LocalConnection(raw)) });
});

afterEach(async () => {
  await db.destroy();
  raw.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a statement', () => {
  test('is prepared once and run often', async () => {
    const prepare = vi.spyOn(raw, 'prepare');
    for (const id of [1, 2, 3]) await insert(id, `note ${id}`);
    expect(prepare).toHaveBeenCalledTimes(1);
    expect(await titles()).toEqual(['note 1', 'note 2', 'note 3']);
  });

  test('still runs after more distinct ones than are kept', async () => {
    for (let n = 0; n < 1100; n += 1) await sql.raw(`select ${n}`).execute(db);
    const { rows } = await sql`select 1 as one`.execute(db);
    expect(rows).toEqual([{ one: 1 }]);
  });

  test('sees a column that was added after it was prepared', async () => {
    const everything = db.selectFrom('note').selectAll();
    await insert(1, 'Faster search');
    expect(await everything.execute()).toEqual([{ id: 1, title: 'Faster search' }]);
    await sql`alter table note add column kind text default 'new'`.execute(db);
    expect(await everything.execute()).toEqual([{ id: 1, title: 'Faster search', kind: 'new' }]);
  });

  test('tells how many rows it changed, and gives the rows it returns', async () => {
    await insert(1, 'a');
    await insert(2, 'b');
    const changed = await db.updateTable('note').set({ title: 'c' }).executeTakeFirst();
    expect(changed.numUpdatedRows).toBe(2n);
    const gone = await db.deleteFrom('note').where('id', '=', 2).returning('title').execute();
    expect(gone).toEqual([{ title: 'c' }]);
  });
});

describe('a transaction', () => {
  test('is kept whole, or undone whole with the error that ended it', async () => {
    await db.transaction().execute((trx) => insert(1, 'kept', trx));
    const failing = db.transaction().execute(async (trx) => {
      await insert(2, 'undone', trx);
      throw new Error('second thoughts');
    });
    await expect(failing).rejects.toThrow('second thoughts');
    expect(await titles()).toEqual(['kept']);
  });

  test('starts when the one before it has ended, in order of asking', async () => {
    const seen: string[] = [];
    const one = (name: string) =>
      db.transaction().execute(async (trx) => {
        seen.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        await insert(seen.length, name, trx);
        seen.push(`${name} ends`);
      });
    await Promise.all([one('a'), one('b'), one('c')]);
    expect(seen).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  });

  test('has the write lock from its start, so that what it read still holds when it writes', async () => {
    const other = new BetterSqlite3(path, { timeout: 0 });
    const write = () => other.prepare("insert into note values (9, 'other')").run();
    await db.transaction().execute(async (trx) => {
      expect(await titles(trx)).toEqual([]);
      expect(write).toThrow('database is locked');
      await insert(1, 'mine', trx);
    });
    expect(write).not.toThrow();
    other.close();
  });

  test('waits for another process that holds the lock', async () => {
    const holder = startNode(['--input-type=module', '-e', holdLockFor(700), path]);
    await holder.waitFor(/locked/);
    await db.transaction().execute((trx) => insert(2, 'after the wait', trx));
    expect(await titles()).toEqual(['held', 'after the wait']);
    expect((await holder.ended).code).toBe(0);
  });

  test('does not hold up a read on the second connection', async () => {
    const database = connect(`sqlite:${path}`);
    await database.writer.transaction().execute(async (trx) => {
      await sql`insert into note values (1, 'not yet')`.execute(trx);
      expect((await sql`select * from note`.execute(database.reader)).rows).toEqual([]);
    });
    expect((await sql`select * from note`.execute(database.reader)).rows).toHaveLength(1);
    await database.close();
  });

  test('that fills the disk fails with that reason, and the connection works on', async () => {
    await insert(1, 'before');
    raw.pragma(`max_page_count = ${raw.pragma('page_count', { simple: true })}`);
    const filling = db.transaction().execute((trx) => insert(2, 'x'.repeat(100_000), trx));
    await expect(filling).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    raw.pragma('max_page_count = 1000000');
    await db.transaction().execute((trx) => insert(3, 'after', trx));
    expect(await titles()).toEqual(['before', 'after']);
  });
});

describe('closing a database', () => {
  test('folds the write-ahead log into the file, used connections or not', async () => {
    const database = connect(`sqlite:${path}`);
    await db.destroy();
    raw.close();
    await sql`insert into note values (1, 'kept')`.execute(database.writer);
    expect(existsSync(`${path}-wal`)).toBe(true);
    await database.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('refuses to write through the reading connection', async () => {
    const database = connect(`sqlite:${path}`);
    const write = sql`insert into note values (1, 'no')`.execute(database.reader);
    await expect(write).rejects.toThrow('readonly');
    await database.close();
  });
});

async function insert(id: number, title: string, on: Kysely<Tables> = db): Promise<void> {
  await on.insertInto('note').values({ id, title }).execute();
}

async function titles(on: Kysely<Tables> = db): Promise<string[]> {
  const rows = await on.selectFrom('note').select('title').orderBy('id').execute();
  return rows.map((row) => row.title);
}

/** A program that holds the write lock of the file named by its argument. */
function holdLockFor(delayMs: number): string {
  return `
    import BetterSqlite3 from 'better-sqlite3';
    const database = new BetterSqlite3(process.argv.at(-1));
    database.exec("begin immediate; insert into note values (1, 'held')");
    console.log('locked');
    setTimeout(() => database.exec('commit'), ${delayMs});
  `;
}
