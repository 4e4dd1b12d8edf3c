import { expect, test, vi } from 'vitest';
import { open } from '../../api/db/connect.ts';
import { migrate } from '../../api/db/migrate.ts';
import { acquireServingLock, countServing, tryLockout } from '../../api/db/serving-lock.ts';
import { migrations } from '../../migrations/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { startNode, startServer } from '../support/processes.ts';
import { administer } from '../support/templates.ts';

onEachDatabase('the serving lock', ({ dialect, openEmpty }) => {
  const hold = 'test/db/hold-serving-lock.ts';
  const startHolder = async (url: string) => {
    const holder = startNode(['--import', 'tsx', hold, url]);
    await holder.waitFor(/held/, 50_000);
    return holder;
  };

  test('is shared by any number of processes, which are counted', { timeout: 60_000 }, async () => {
    const { url } = await openEmpty();
    expect(await countServing(url)).toBe(0);
    const locks = [await acquireServingLock(url), await acquireServingLock(url)];
    await startHolder(url);
    expect(await countServing(url)).toBe(3);
    for (const lock of locks) await lock.release();
    expect(await countServing(url)).toBe(1);
  });

  test('ends with the process, even after kill -9, and its place is taken again', {
    timeout: 60_000,
  }, async () => {
    const { url } = await openEmpty();
    const killed = await startHolder(url);
    expect(await tryLockout(url)).toBeUndefined();
    await killed.kill('SIGKILL');
    await vi.waitFor(async () => expect(await countServing(url)).toBe(0), { timeout: 5000 });
    const lockout = await tryLockout(url);
    expect(lockout).toBeDefined();
    await lockout?.release();
    const next = await acquireServingLock(url);
    expect(await countServing(url)).toBe(1);
    await next.release();
  });

  test('makes a server wait while another process keeps servers out', async () => {
    const { url } = await openEmpty();
    const lockout = await tryLockout(url);
    expect(await tryLockout(url)).toBeUndefined();
    let held = false;
    const waiting = acquireServingLock(url).then((lock) => {
      held = true;
      return lock;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect({ held, serving: await countServing(url) }).toEqual({ held: false, serving: 0 });
    await lockout?.release();
    const lock = await waiting;
    expect(await countServing(url)).toBe(1);
    await lock.release();
    await lock.release();
  });

  if (dialect === 'sqlite') {
    test('is not needed to find a server of version 0.1.0: its file is open', {
      timeout: 60_000,
    }, async () => {
      const database = await openEmpty();
      const { url } = database;
      const landed = Object.entries(migrations).filter(([name]) => name <= '0012_visitor_alias');
      await migrate(database, Object.fromEntries(landed));
      await database.close();
      const program = `
        import BetterSqlite3 from 'better-sqlite3';
        const database = new BetterSqlite3(process.argv.at(-1));
        database.prepare('select count(*) from project').get();
        setInterval(() => console.log('open', database.name), 100);`;
      const path = url.slice('sqlite:'.length);
      const server = startNode(['--input-type=module', '-e', program, path]);
      await server.waitFor(/open/);
      await expect(open(url)).rejects.toThrow(
        /^Another process has the database file .* open.*Stop/,
      );
      await server.kill('SIGKILL');
      await (await open(url)).close();
    });

    test('lets a second server say that the file is meant for one', {
      timeout: 90_000,
    }, async () => {
      const { url } = await openEmpty();
      const settings = { DATABASE_URL: url, LOG_LEVEL: 'warn' };
      const first = await startServer(settings);
      expect(first.output()).not.toContain('servers use this SQLite file');
      const second = await startServer(settings);
      await second.waitFor(/2 servers use this SQLite file, which is meant for one\./);
      await second.kill('SIGINT');
      await first.kill('SIGINT');
    });
  }

  if (dialect === 'postgres') {
    test('is taken again after its connection broke, and the server hears of it', async () => {
      const { url } = await openEmpty();
      const onRetaken = vi.fn();
      const lock = await acquireServingLock(url, { onReacquired: onRetaken });
      await administer(
        url,
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
         and database = (select oid from pg_database where datname = current_database())`,
      );
      await vi.waitFor(() => expect(onRetaken).toHaveBeenCalledOnce(), { timeout: 10_000 });
      expect(await countServing(url)).toBe(1);
      await lock.release();
    });

    test('counts a server of version 0.1.0 by the way in which it listens', async () => {
      const { url } = await openEmpty();
      const program = `
        import pg from 'pg';
        const client = new pg.Client({ connectionString: process.argv.at(-1) });
        await client.connect();
        await client.query('listen tidings_change');
        console.log('listens');`;
      const landed = startNode(['--input-type=module', '-e', program, url]);
      await landed.waitFor(/listens/);
      expect(await countServing(url)).toBe(1);
      await landed.kill('SIGKILL');
    });
  }
});
