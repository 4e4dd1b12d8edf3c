import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { open } from '../../../api/db/connect.ts';
import type { Database } from '../../../api/db/database.ts';

const writerUrl = new URL('../../../dist/api/writer-worker.js', import.meta.url);
const asServer = { writerUrl, acceptLoneFile: false, warn: () => {} };

describe('SQLite written by a thread of its own', () => {
  let folder: string;
  let path: string;
  let database: Database;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidings-writer-'));
    path = join(folder, 'tidings.sqlite');
    database = await open(`sqlite:${path}`, asServer);
    await sql`create table word (id integer primary key, text text unique, n real)`.execute(
      database.writer,
    );
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (id: number, text: string | null, n: number | null = null) =>
    sql`insert into word values (${id}, ${text}, ${n})`.execute(database.writer);

  test('keeps what it is given, letter for letter', async () => {
    const texts = ['', 'ä€🎉', 'a\u2028b', '"\\', '__proto__', 'x'.repeat(100_000)];
    for (const [id, text] of texts.entries()) await write(id, text, id / 8);
    await write(99, null, Number.MAX_SAFE_INTEGER);
    const { rows } = await sql`select * from word order by id`.execute(database.reader);
    expect(rows).toEqual([
      ...texts.map((text, id) => ({ id, text, n: id / 8 })),
      { id: 99, text: null, n: Number.MAX_SAFE_INTEGER },
    ]);
  });

  test('tells how many rows it changed and gives what it returns', async () => {
    const { numAffectedRows } = await write(1, 'a');
    expect(numAffectedRows).toBe(1n);
    const { rows } = await sql`update word set n = 2 returning text, n`.execute(database.writer);
    expect(rows).toEqual([{ text: 'a', n: 2 }]);
  });

  test('fails with the code of SQLite, and works on', async () => {
    await write(1, 'a');
    await expect(write(2, 'a')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' });
    await expect(sql`select * from nowhere`.execute(database.writer)).rejects.toThrow(
      'no such table: nowhere',
    );
    await write(2, 'b');
    const { rows } = await sql`select text from word order by id`.execute(database.reader);
    expect(rows).toEqual([{ text: 'a' }, { text: 'b' }]);
  });

  test('undoes a transaction whole', async () => {
    const failing = database.writer.transaction().execute(async (trx) => {
      await sql`insert into word values (1, 'a', null)`.execute(trx);
      throw new Error('second thoughts');
    });
    await expect(failing).rejects.toThrow('second thoughts');
    expect((await sql`select * from word`.execute(database.writer)).rows).toEqual([]);
  });

  test('waits for the lock of another connection, while this thread goes on', async () => {
    const other = new BetterSqlite3(path);
    other.exec('begin immediate');
    setTimeout(() => other.exec('commit'), 300);
    await write(1, 'after the wait');
    expect(other.inTransaction).toBe(false);
    other.close();
  });

  test('runs a batch after the transaction that is open, and goes on after a batch that fails', async () => {
    let batch: Promise<unknown> | undefined;
    const order: string[] = [];
    await database.writer.transaction().execute(async (trx) => {
      batch = database.runBatch?.({ rule: 'unknown', items: [], context: {} }).catch((error) => {
        order.push('batch');
        return error;
      });
      await sql`insert into word values (1, 'a', null)`.execute(trx);
      order.push('transaction');
    });
    expect(await batch).toEqual(new Error('The writer has no rule unknown.'));
    expect(order).toEqual(['transaction', 'batch']);
    await write(2, 'b');
  });

  test('writes only when it really syncs', async () => {
    const { rows } = await sql`pragma synchronous`.execute(database.writer);
    expect(rows).toEqual([{ synchronous: 2 }]);
  });

  test('folds the write-ahead log into the file when it is closed', async () => {
    await write(1, 'a');
    expect(existsSync(`${path}-wal`)).toBe(true);
    await database.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    database = await open(`sqlite:${path}`, asServer);
  });

  test('says in a sentence why a file cannot be opened', async () => {
    const damaged = join(folder, 'damaged.sqlite');
    writeFileSync(damaged, 'This is no database.'.repeat(100));
    await expect(open(`sqlite:${damaged}`, asServer)).rejects.toThrow(
      /damaged or is not an SQLite database\. Restore/,
    );
  });
});
