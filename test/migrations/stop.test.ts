import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import { acquireServingLock } from '../../api/db/serving-lock.ts';
import { type KnownMigration, migrations } from '../../migrations/index.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { runTidings, startServer } from '../support/processes.ts';

const up: KnownMigration['up'] = (db) =>
  db.schema.createTable('later').addColumn('id', 'text').execute();
const withStop = { ...migrations, '9999_later': { up, kind: 'stop' as const } };
const withRolling = { ...migrations, '9999_later': { up, kind: 'rolling' as const } };

onEachDatabase('a migration that requires every server to stop', ({ open, openEmpty }) => {
  const isChanged = async ({ reader }: TestDatabase) => {
    const tables = await reader.introspection.getTables();
    return tables.some(({ name }) => name === 'later');
  };

  test('waits for the servers, says how many there are, then refuses and changes nothing', async () => {
    const database = await open();
    const locks = [await acquireServingLock(database.url), await acquireServingLock(database.url)];
    const onProgress = vi.fn();
    const started = performance.now();
    const migrating = migrate(database, withStop, { waitMs: 1000, onProgress });
    await expect(migrating).rejects.toThrow(
      /^2 servers still use this database.* Stop every Tidings server, then run this again\./,
    );
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(onProgress.mock.calls.flat()).toEqual([
      expect.stringMatching(/^Waiting for 2 servers to stop/),
    ]);
    expect(await isChanged(database)).toBe(false);
    for (const lock of locks) await lock.release();
  });

  test('runs as soon as the last server is gone, and shows its progress', async () => {
    const database = await open();
    const lock = await acquireServingLock(database.url);
    const steps: string[] = [];
    const onProgress = (sentence: string) => steps.push(sentence);
    const migrating = migrate(database, withStop, { onProgress });
    await vi.waitFor(() => expect(steps).toHaveLength(1));
    await lock.release();
    expect(await migrating).toEqual(['9999_later']);
    expect(steps).toEqual([
      expect.stringMatching(/^Waiting for 1 server to stop/),
      'Migrating the database: 9999_later.',
    ]);
  });

  test('keeps servers out while it runs', async () => {
    const database = await open();
    let holding: ReturnType<typeof acquireServingLock> | undefined;
    let held = false;
    const slowly: KnownMigration['up'] = async (db) => {
      holding = acquireServingLock(database.url);
      holding.then(() => {
        held = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(held).toBe(false);
      await up(db);
    };
    await migrate(database, { ...migrations, '9999_later': { up: slowly, kind: 'stop' } });
    await (await holding)?.release();
    expect(held).toBe(true);
  });

  test('of the rolling kind waits for nobody', async () => {
    const database = await open();
    const lock = await acquireServingLock(database.url);
    expect(await migrate(database, withRolling)).toEqual(['9999_later']);
    await lock.release();
  });

  test('is not begun by the command before the running server has stopped', async () => {
    const database = await openEmpty();
    const { url } = database;
    const server = await startServer({ DATABASE_URL: url, LOG_LEVEL: 'warn' });
    // The first migration is pending again; it would fail, but only after the wait.
    await sql`delete from migration where name = '0001_projects'`.execute(database.writer);
    const migrating = runTidings(['migrate'], { DATABASE_URL: url });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await server.kill('SIGTERM');
    const { stderr } = await migrating;
    expect(stderr).toMatch(/^Waiting for 1 server to stop.*\ncorrupted migrations/);
  });
});
