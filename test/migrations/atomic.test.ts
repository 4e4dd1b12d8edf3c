import type { Migration } from 'kysely';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '../../api/db/database.ts';
import { migrate } from '../../api/db/migrate.ts';
import { migrations } from '../../migrations/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { interruptAt } from '../support/interrupt.ts';
import { type RunningProcess, startNode } from '../support/processes.ts';
import { readCatalogue } from './catalogue.ts';

const names = Object.keys(migrations);

onEachDatabase('migrating (R18)', ({ dialect, open, openEmpty }) => {
  test('brings an empty database to the newest schema, once', async () => {
    const database = await openEmpty();
    expect(await migrate(database)).toEqual(names);
    expect(await migrate(database)).toEqual([]);
    expect(await schemaOf(database)).toEqual(await schemaOf(await open()));
  });

  test.each([
    { from: 'an empty database', steps: 0 },
    { from: 'the first schema', steps: 1 },
  ])(
    'leaves the old schema or the new one when it fails at any statement, from $from',
    { timeout: 180_000 },
    async ({ steps }) => {
      const database = await openEmpty();
      await migrate(database, first(steps));
      const oldest = await schemaOf(database);
      const newest = await schemaOf(await open());
      const other = database.openSecond();
      let statements = 0;
      while (await failAt(statements + 1, database)) {
        statements += 1;
        const left = await schemaOf(other);
        expect([oldest, newest], `statement ${statements}`).toContainEqual(left);
      }
      expect(await schemaOf(database)).toEqual(newest);
      expect(statements).toBeGreaterThan(20);
    },
  );

  test.each([9, 24])('leaves the old schema when killed at statement %i', async (statement) => {
    const database = await openEmpty();
    const killed = await migrator(database, String(statement)).ended;
    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    expect(await schemaOf(database)).toEqual([]);
    const retried = await migrator(database).ended;
    expect(retried.stdout.trim()).toBe(JSON.stringify(names));
  });

  test('is done by one of several processes that start at once', { timeout: 90_000 }, async () => {
    const database = await openEmpty();
    const nodes = [1, 2, 3, 4].map(() => migrator(database));
    const endings = await Promise.all(nodes.map((node) => node.ended));
    expect(endings.map((ending) => ending.stderr)).toEqual(['', '', '', '']);
    const did = endings.map((ending) => JSON.parse(ending.stdout));
    expect(did.sort((a, b) => b.length - a.length)).toEqual([names, [], [], []]);
    expect(await schemaOf(database)).toEqual(await schemaOf(await open()));
  });

  test('refuses a schema from the future, and leaves it as it is', async () => {
    const database = await open();
    const future: Migration = {
      up: (db) => db.schema.createTable('later').addColumn('id', 'text').execute(),
    };
    await migrate(database, { ...migrations, '9999_later': future });
    const before = await schemaOf(database);
    await expect(migrate(database)).rejects.toThrow(
      'This database was migrated by a newer version of Tidings (it has 9999_later).',
    );
    expect(await schemaOf(database)).toEqual(before);
    expect(before).toContain('later.id');
  });

  test('keeps what is stored', async () => {
    const database = await openEmpty();
    await migrate(database, first(1));
    await sql`insert into instance_secret values ('secret', 'kept', 'now')`.execute(
      database.writer,
    );
    await migrate(database);
    const rows = await database.reader.selectFrom('instance_secret').selectAll().execute();
    expect(rows).toEqual([{ name: 'secret', value: 'kept', created_at: 'now' }]);
  });

  test(`runs in one transaction on ${dialect}, whatever Kysely thinks of it`, async () => {
    const database = await openEmpty();
    const broken: Migration = {
      up: async (db) => {
        await db.schema.createTable('half_way').addColumn('id', 'text').execute();
        throw new Error('no further');
      },
    };
    await expect(migrate(database, { ...first(2), '9999_broken': broken })).rejects.toThrow(
      'no further',
    );
    expect(await schemaOf(database)).toEqual([]);
  });
});

function first(steps: number): Record<string, Migration> {
  return Object.fromEntries(Object.entries(migrations).slice(0, steps));
}

/** Whether there was a statement number k to fail at. */
async function failAt(k: number, database: Database): Promise<boolean> {
  const stop = interruptAt(k, () => {
    throw new Error('interrupted');
  });
  const outcome = await migrate(database).catch((error: Error) => error.message);
  const interrupted = stop();
  expect(outcome === 'interrupted').toBe(interrupted);
  return interrupted;
}

/** Every column and key of our tables as text; the migrator's own tables may be there already. */
async function schemaOf(database: Database): Promise<string[]> {
  const { columns, keys } = await readCatalogue(database);
  const lines = [
    ...columns.map(({ table, column }) => `${table}.${column}`),
    ...keys.map((key) => JSON.stringify(key)),
  ];
  return lines.filter((line) => !line.includes('migration')).sort();
}

function migrator(database: Database, ...statement: string[]): RunningProcess {
  const program = 'test/migrations/migrate-once.ts';
  return startNode(['--import', 'tsx', program, database.url, ...statement]);
}
