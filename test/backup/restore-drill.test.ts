import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import { onEachDatabase } from '../support/databases.ts';
import { runTidings, startServer } from '../support/processes.ts';
import { sendAnswersSteadily } from './answers.ts';

let backups = '';

beforeEach(() => {
  backups = mkdtempSync(join(tmpdir(), 'tidings-backups-'));
});

afterEach(() => rmSync(backups, { recursive: true, force: true }));

onEachDatabase('the restore drill (R25)', ({ dialect, open, openEmpty }) => {
  test('brings back every answer acknowledged before the backup', async () => {
    const database = await open();
    const settings = { DATABASE_URL: database.url, RATE_LIMITS: 'count', LOG_LEVEL: 'error' };
    const server = await startServer(settings);
    const load = await sendAnswersSteadily(server, database.reader);
    while (load.acknowledged.length < 20) await sleep(10);

    const before = [...load.acknowledged];
    const file = join(backups, 'tidings.backup');
    const made = await runTidings(['backup', file, '--with-secret', '--json'], settings);
    expect(made).toMatchObject({ code: 0 });
    await load.stop();
    await server.kill('SIGKILL');
    await database.close();
    if (dialect === 'sqlite')
      rmSync(dirname(database.url.slice('sqlite:'.length)), { recursive: true });

    const empty = await openEmpty();
    await empty.close();
    const restored = await runTidings(['restore', file, '--json'], { DATABASE_URL: empty.url });
    expect(restored).toMatchObject({ code: 0 });
    const { rows, allRows, hash, schema } = JSON.parse(made.stdout);
    expect(JSON.parse(restored.stdout)).toMatchObject({ rows, allRows, hash, schema });
    expect(rows.response).toBeGreaterThanOrEqual(before.length);

    const again = await startServer({ ...settings, DATABASE_URL: empty.url });
    const { reader } = empty.openSecond();
    const found = await reader.selectFrom('response').select('id').execute();
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(before));
    const { id } = await reader.selectFrom('project').select('id').executeTakeFirstOrThrow();
    expect(await recount(reader, id)).toEqual([]);
    expect(await again.kill()).toMatchObject({ code: 0 });
  }, 240_000);
});
