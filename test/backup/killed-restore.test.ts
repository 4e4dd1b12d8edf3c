import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUp } from '../../api/backup/back-up.ts';
import { restore } from '../../api/backup/restore.ts';
import { readConfig } from '../../api/config.ts';
import { sqlitePath } from '../../api/db/connect.ts';
import type { Db } from '../../api/db/database.ts';
import { openKeys } from '../../api/open-keys.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { startNode } from '../support/processes.ts';
import { insertProtectedRows, keyId } from './protected-rows.ts';

const first = 'the first secret of the tests, long enough';
const second = 'the second secret of the tests, long enough';
const now = new Date();

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-killed-'));
  file = join(folder, 'tidings.backup');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

onEachDatabase('a restore that is killed', ({ dialect, open, openEmpty }) => {
  const onSqlite = dialect === 'sqlite';
  const configOf = (url: string, SECRET: string) => readConfig({ DATABASE_URL: url, SECRET });
  const restoreTo = (url: string, secret: string, acceptNewSecret: boolean) =>
    restore(configOf(url, secret), file, { acceptNewSecret, now }, () => {});

  async function backUpUnderFirst() {
    const database = await open();
    const config = configOf(database.url, first);
    const { keys } = await openKeys(database, config, { acceptNewSecret: false, now });
    await insertProtectedRows(database, keys.protection, now);
    await backUp(config, file, { withSecret: false }, () => {});
    await database.close();
  }

  async function nowhere(): Promise<TestDatabase> {
    const place = await openEmpty();
    await place.close();
    const path = sqlitePath(place.url);
    for (const name of path ? readdirSync(dirname(path)) : []) {
      rmSync(join(dirname(path ?? ''), name), { recursive: true });
    }
    return place;
  }

  const moments = [
    onSqlite ? /Copying: 100%/ : /Restoring: 0%/,
    onSqlite ? /Checking: 100%/ : /Restoring: 100%/,
    /Counting and hashing: 100%/,
    /Changing the secret: 0%/,
    /Changing the secret: 100%/,
  ];

  test('leaves an empty place or a whole database, and the next attempt works or says what to do', {
    timeout: 60_000,
  }, async () => {
    await backUpUnderFirst();
    for (const moment of moments) {
      const place = await nowhere();
      const environment = { DATABASE_URL: place.url, SECRET: second };
      const args = ['dist/api/cli.js', 'restore', file, '--accept-new-secret'];
      const running = startNode(args, { ...environment, PATH: process.env.PATH });
      await running.waitFor(moment);
      await running.kill('SIGKILL');
      // Either it was whole already, or a pg_restore goes on alone.
      await restoreTo(place.url, second, true).catch(({ message }) =>
        expect(message).toMatch(/already contains|is running/),
      );
      const opened = place.openSecond();
      if (!onSqlite) await untilDone(opened.reader);
      // On PostgreSQL the rows may be there before the secret was changed. Then a start asks.
      await openKeys(opened, configOf(place.url, second), { acceptNewSecret: !onSqlite, now });
      const keys = opened.reader.selectFrom('token_key').select(['id', 'retired_at']);
      expect(await keys.where('algorithm', '=', 'HS256').execute()).toEqual([
        { id: keyId, retired_at: expect.any(String) },
      ]);
      await opened.close();
    }
  });

  if (onSqlite) {
    test('right before the database is put in its place: the secret is there, and is used', async () => {
      await backUpUnderFirst();
      const { url } = await nowhere();
      const path = sqlitePath(url) ?? '';
      mkdirSync(`${path}.restoring`, { mode: 0o700 });
      writeFileSync(join(`${path}.restoring`, 'tidings.db'), 'half of a');
      writeFileSync(join(dirname(path), 'secret'), `${second}\n`);
      const config = readConfig({ DATABASE_URL: url });
      const report = await restore(config, file, { acceptNewSecret: true, now }, () => {});
      expect(report).toMatchObject({ secret: 'kept', lost: { sessions: 1 } });
      expect(readdirSync(dirname(path)).sort()).toEqual(['secret', 'tidings.sqlite']);
      expect(readFileSync(join(dirname(path), 'secret'), 'utf8')).toBe(`${second}\n`);
    });

    test('two at once: one restores, and the other says that it runs', async () => {
      await backUpUnderFirst();
      const { url } = await nowhere();
      const both = await Promise.allSettled([
        restoreTo(url, first, false),
        restoreTo(url, first, false),
      ]);
      const refused = both.flatMap((one) =>
        one.status === 'rejected' ? [one.reason.message] : [],
      );
      expect(refused).toEqual([expect.stringMatching(/^Another restore to .* is running\./)]);
      await expect(restoreTo(url, first, false)).rejects.toThrow('already contains data');
    });
    return;
  }

  /** A pg_restore that writes its process id to a file when it begins to restore. */
  function watchedTool(): { PATH: string; pid: () => number } {
    const bin = join(folder, 'bin');
    const note = join(folder, 'pid');
    mkdirSync(bin);
    const real = execFileSync('sh', ['-c', 'command -v pg_restore'], { encoding: 'utf8' }).trim();
    const noting = `case "$*" in *--single-transaction*) echo $$ > '${note}';; esac`;
    writeFileSync(join(bin, 'pg_restore'), `#!/bin/sh\n${noting}\nexec '${real}' "$@"\n`);
    chmodSync(join(bin, 'pg_restore'), 0o755);
    return { PATH: `${bin}:${process.env.PATH}`, pid: () => Number(readFileSync(note, 'utf8')) };
  }

  /** Starts a restore that waits after its rows, before its first constraint. */
  async function startHeld() {
    await backUpUnderFirst();
    const place = await openEmpty();
    await sql`create function wait_for_test() returns event_trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(42); end'`.execute(place.writer);
    await sql`create event trigger wait_for_test on ddl_command_start
      when tag in ('ALTER TABLE') execute function wait_for_test()`.execute(place.writer);
    const holder = place.openSecond();
    let letGo = () => {};
    const gone = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const held = holder.writer.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(42)`.execute(trx);
      await gone;
    });
    const tool = watchedTool();
    const environment = { DATABASE_URL: place.url, SECRET: first, PATH: tool.PATH };
    const running = startNode(['dist/api/cli.js', 'restore', file], environment);
    while ((await countWaiting(place.reader)) === 0) await sleep(20);
    const release = async () => {
      letGo();
      await held;
      await untilDone(place.reader);
    };
    return { place, running, tool, release };
  }

  test('in pg_restore itself: nothing is restored, and the next attempt works', async () => {
    const { place, running, tool, release } = await startHeld();
    process.kill(tool.pid(), 'SIGKILL');
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('pg_restore was ended by SIGKILL.');
    await release();
    expect(await countTables(place.reader)).toBe(0);
    await expect(restoreTo(place.url, first, false)).resolves.toMatchObject({ lost: null });
  });

  test('beside a pg_restore that goes on: the next attempt waits for it, and finds a whole database', async () => {
    const { place, running, release } = await startHeld();
    await running.kill('SIGKILL');
    await expect(restoreTo(place.url, first, false)).rejects.toThrow(
      'Another restore into this database is running. Wait until it ends.',
    );
    await release();
    await expect(restoreTo(place.url, first, false)).rejects.toThrow(
      /already contains tables.*from an interrupted restore, they are complete/,
    );
    const given = configOf(place.url, first);
    await expect(openKeys(place, given, { acceptNewSecret: false, now })).resolves.toBeDefined();
  });
});

async function countTables(db: Db): Promise<number> {
  const { rows } = await sql`select 1 from pg_tables where schemaname = 'public'`.execute(db);
  return rows.length;
}

async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql`select 1 from pg_stat_activity where wait_event = 'advisory'
    and datname = current_database() and application_name = 'pg_restore'`.execute(db);
  return rows.length;
}

/** A pg_restore whose command was killed goes on alone for a moment. */
async function untilDone(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'pg_restore'`.execute(db);
    if (rows.length === 0) return;
    await sleep(20);
  }
}
