import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import { recount } from '../../api/responses/recount.ts';
import { migrations } from '../../migrations/index.ts';
import { readRatingTarget, sendAnswer, sendUntilStored } from '../faults/answers.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { interruptAt } from '../support/interrupt.ts';
import { freePort } from '../support/ports.ts';
import { commandOf } from '../support/previous-version.ts';
import { runTidings, startServer } from '../support/processes.ts';

/** The tables whose rows an update from the previous version changes or removes on purpose. */
const changedTables = ['migration', 'migration_lock', 'person_session', 'instance_secret'];

/** SQLite's files show that a process has them open, but not how many do. */
const waiting = {
  sqlite: /^Another process has the database file .* open/,
  postgres: /^Waiting for 1 server to stop/,
};

const settings = { RATE_LIMITS: 'count', LOG_LEVEL: 'fatal' };

const long = { timeout: 120_000 };

let previous: string;
beforeAll(() => {
  previous = commandOf('stopped');
}, 180_000);

onEachDatabase('an update from the previous version', ({ dialect, openEmpty }) => {
  test(
    'does not begin while a server of that version runs, which keeps every answer',
    long,
    async () => {
      const database = await openEmpty();
      const environment = { ...settings, DATABASE_URL: database.url };
      const old = await startServer(environment, previous);
      const before = await rowsOf(database);
      const { newAnswer } = await readRatingTarget(old, database);
      const migrating = runTidings(['migrate'], environment);
      let isOver = false;
      migrating.then(() => {
        isOver = true;
      });
      let stored = 0;
      for (; !isOver && stored < 20; stored += 1) {
        expect((await sendAnswer(old.url, newAnswer())).status).toBe(201);
        await sleep(100);
      }
      expect(await tablesOf(database)).toEqual(tablesIn(before));
      await old.kill('SIGTERM');
      expect((await migrating).stderr).toMatch(waiting[dialect]);
      const rows = await database.reader.selectFrom('response').select('id').execute();
      expect(rows).toHaveLength(stored);
    },
  );

  test(
    'killed at any statement, loses no row; and answers that wait meanwhile arrive once',
    long,
    async () => {
      const database = await openEmpty();
      const port = String(await freePort());
      const environment = { ...settings, DATABASE_URL: database.url, PORT: port };
      const old = await startServer(environment, previous);
      const { projectId, newAnswer } = await readRatingTarget(old, database);
      const stored = Array.from({ length: 60 }, newAnswer);
      await Promise.all(stored.map((answer) => sendUntilStored(old.url, answer)));
      await old.kill('SIGTERM');

      const late = Array.from({ length: 20 }, newAnswer);
      const delivering = late.map((answer) => sendUntilStored(old.url, answer));
      const before = await rowsOf(database);
      let statements = 0;
      while (await failAt(statements + 1, database)) {
        statements += 1;
        // Once it is committed, a statement after it may fail too.
        if (await isMigrated(database)) break;
        expect(await rowsOf(database), `statement ${statements}`).toEqual(before);
      }
      expect(statements).toBeGreaterThan(3);
      await migrate(database);
      const after = await rowsOf(database);
      for (const [table, rows] of before) {
        if (!changedTables.includes(table)) expectKept(table, rows, after.get(table) ?? []);
      }

      const server = await startServer(environment);
      const statuses = new Set((await Promise.all(delivering)).flat());
      expect([...statuses].filter((status) => ![0, 200, 201, 503].includes(status))).toEqual([]);
      const ids = [...stored, ...late].map((answer) => JSON.parse(answer).id).sort();
      const query = database.reader.selectFrom('response').select('id').orderBy('id');
      expect((await query.execute()).map(({ id }) => id)).toEqual(ids);
      expect(await recount(database.reader, projectId)).toEqual([]);
      await server.kill('SIGTERM');
    },
  );
});

type Row = Record<string, unknown>;

/** Every row of every table, in one order on both databases. */
async function rowsOf({ reader }: TestDatabase): Promise<Map<string, Row[]>> {
  const tables = await reader.introspection.getTables({ withInternalKyselyTables: true });
  const found = new Map<string, Row[]>();
  for (const { name } of tables.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { rows } = await sql<Row>`select * from ${sql.table(name)}`.execute(reader);
    found.set(
      name,
      rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    );
  }
  return found;
}

/** Each row is still there with the values of its old columns. */
function expectKept(table: string, before: Row[], after: Row[]): void {
  const columns = Object.keys(before[0] ?? {});
  const old = (row: Row) => JSON.stringify(columns.map((column) => row[column]));
  expect(after.map(old).sort(), table).toEqual(before.map(old).sort());
}

async function tablesOf({ reader }: TestDatabase): Promise<string[]> {
  const tables = await reader.introspection.getTables({ withInternalKyselyTables: true });
  return tables.map(({ name }) => name).sort();
}

function tablesIn(rows: Map<string, Row[]>): string[] {
  return [...rows.keys()].sort();
}

async function isMigrated({ reader }: TestDatabase): Promise<boolean> {
  const { rows } = await sql<Row>`select max(name) as newest from migration`.execute(reader);
  return rows[0]?.newest === Object.keys(migrations).at(-1);
}

/** Whether there was a statement number k to fail at. */
async function failAt(k: number, database: TestDatabase): Promise<boolean> {
  const stop = interruptAt(k, () => {
    throw new Error('interrupted');
  });
  await migrate(database).catch((error: Error) => {
    if (error.message !== 'interrupted') throw error;
  });
  return stop();
}
