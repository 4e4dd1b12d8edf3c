import { expect, test, vi } from 'vitest';
import { countServing, holdServingLock, tryLockout } from '../../api/db/serving-lock.ts';
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
    const locks = [await holdServingLock(url), await holdServingLock(url)];
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
    const next = await holdServingLock(url);
    expect(await countServing(url)).toBe(1);
    await next.release();
  });

  test('makes a server wait while another process keeps servers out', async () => {
    const { url } = await openEmpty();
    const lockout = await tryLockout(url);
    expect(await tryLockout(url)).toBeUndefined();
    let held = false;
    const waiting = holdServingLock(url).then((lock) => {
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
      const lock = await holdServingLock(url, { onRetaken });
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
