import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../../api/db/connect.ts';
import type { Database, Db } from '../../../api/db/database.ts';
import { countServing } from '../../../api/db/serving-lock.ts';
import { type Databases, onEachDatabase, type TestDatabase } from '../../support/databases.ts';
import { type Bouncer, startBouncer } from '../../support/pgbouncer.ts';
import { startServer } from '../../support/processes.ts';

const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
const allLimits = {
  statement_timeout: '30s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '1min',
};

async function limitsOf(db: Db): Promise<unknown> {
  const settings = names.map((name) => `current_setting('${name}') as ${name}`);
  return (await sql.raw(`select ${settings.join(', ')}`).execute(db)).rows[0];
}

onEachDatabase('the time limits of a database', ({ dialect, open }) => {
  if (dialect === 'sqlite') {
    test('need no setting: SQLite runs in our process, and a lock is waited for by asking', async () => {
      const database = await open();
      expect((await sql`pragma busy_timeout`.execute(database.writer)).rows).toEqual([
        { timeout: 0 },
      ]);
    });
    return;
  }

  test('hold for every session, in a transaction and outside', async () => {
    const { writer } = await open();
    expect(await limitsOf(writer)).toEqual(allLimits);
    expect(await writer.transaction().execute(limitsOf)).toEqual(allLimits);
  });

  describe('behind PgBouncer in transaction mode', () => specifyPooler(open));
});

function specifyPooler(open: Databases['open']): void {
  let direct: TestDatabase;
  let bouncer: Bouncer;
  let database: Database;

  beforeEach(async () => {
    direct = await open();
    bouncer = await startBouncer(direct.url);
    database = connect(bouncer.url);
  });
  afterEach(async () => {
    await database.close();
    await bouncer.stop();
  });

  test('the time limits hold, and stay with nobody else', async () => {
    expect(await limitsOf(database.reader)).toEqual(allLimits);
    expect(await database.writer.transaction().execute(limitsOf)).toEqual(allLimits);
    const failing = sql`select * from nowhere`.execute(database.reader);
    await expect(failing).rejects.toMatchObject({ code: '42P01' });
    expect(await limitsOf(database.reader)).toEqual(allLimits);
    const other = new pg.Client({ connectionString: bouncer.url });
    await other.connect();
    const { rows } = await other.query('show statement_timeout');
    expect(rows).toEqual([{ statement_timeout: '0' }]);
    await other.end();
  });

  test('a statement outside a transaction waits for a lock as long as is promised', async () => {
    const waited = await direct.writer.transaction().execute(async (trx) => {
      await sql`lock table project`.execute(trx);
      const started = performance.now();
      const update = database.writer.updateTable('project').set({ revision: 9 }).execute();
      await expect(update).rejects.toMatchObject({ code: '55P03' });
      return performance.now() - started;
    });
    expect(waited).toBeGreaterThan(4000);
    expect(waited).toBeLessThan(9000);
  });

  test('a server starts, holds its lock, and notices what another node changes', async () => {
    const server = await startServer({ DATABASE_URL: bouncer.url, LOG_LEVEL: 'warn' });
    expect(await countServing(direct.url)).toBe(1);
    const { public_key: project } = await direct.reader
      .selectFrom('project')
      .select('public_key')
      .executeTakeFirstOrThrow();
    const feed = async () => {
      const body = JSON.stringify({ project, want: 'panel' });
      const reply = await fetch(`${server.url}/v1/feed`, { method: 'POST', body });
      return (await reply.json()).releases.length;
    };
    expect(await feed()).toBeGreaterThan(0);
    await direct.writer
      .updateTable('release')
      .set({ state: 'rolled_back' })
      .execute()
      .then(() => sql`update project set revision = revision + 1`.execute(direct.writer));
    await vi.waitFor(async () => expect(await feed()).toBe(0), { timeout: 5000 });
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    expect(await countServing(direct.url)).toBe(0);
  });
}
