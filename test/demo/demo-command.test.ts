import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtCommand } from '../support/build.ts';
import { onEachDatabase } from '../support/databases.ts';
import { type ProcessExit, runTidings, startNode, startServer } from '../support/processes.ts';
import { readAllRows } from './rows.ts';

/** Three months take seconds, more of them where others work on the same machine. */
const patience = { timeout: 120_000 };

const rowsIn = (rows: Record<string, string[]>, name: string) => rows[name]?.length ?? 0;

const demo = (url: string, ...more: string[]): Promise<ProcessExit> =>
  runTidings(['demo', ...more], { DATABASE_URL: url });

onEachDatabase('tidings demo', ({ open }) => {
  test(
    'fills a project while the server runs, changes nothing the second time, and removes it',
    patience,
    async () => {
      const database = await open();
      const server = await startServer({ DATABASE_URL: database.url });
      const before = await readAllRows(database);
      const feedOf = async (project: string) => {
        const body = JSON.stringify({ project, want: 'panel' });
        return (await fetch(`${server.url}/v1/feed`, { method: 'POST', body })).json();
      };

      const first = await demo(database.url);
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(first.stdout).toMatch(/^Created the project "demo".*\nImported \d+ older releases/);
      expect(first.stdout).toMatch(/\nDone: 16 releases, \d+ imported releases, 4\d\d visitors/);
      const key = /pk_[\w-]+/.exec(first.stdout)?.[0] ?? '';
      const { port } = new URL(server.url);
      expect(first.stdout).toContain(`http://localhost:${port}/admin/demo/releases`);
      const shown = await feedOf(key);
      expect(shown.releases[0]).toMatchObject({ version: '9.0.0', pinned: true });
      expect(shown.unread).toBeGreaterThanOrEqual(4);
      const framed = await (await fetch(`${server.url}/demo`)).text();
      const host = /<iframe src="([^"]+)"/.exec(framed)?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect(await (await fetch(host)).text()).toContain(`data-project="${key}"`);

      const filled = await readAllRows(database);
      const again = await demo(database.url);
      expect(again).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Nothing was changed.'),
      });
      const told = JSON.parse((await demo(database.url, '--json')).stdout);
      expect(told).toEqual({ project: 'demo', publicKey: key, made: false });
      expect(await readAllRows(database)).toEqual(filled);
      const verdict = await runTidings(['verify'], { DATABASE_URL: database.url });
      expect(verdict).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('demo: all counts'),
      });

      const removed = await demo(database.url, '--remove', '--json');
      const grown = Object.keys(filled)
        .map((name): [string, number] => [name, rowsIn(filled, name) - rowsIn(before, name)])
        .filter(([, rows]) => rows > 0);
      expect(grown.length).toBeGreaterThan(10);
      expect(JSON.parse(removed.stdout).removed).toEqual(Object.fromEntries(grown));
      expect(await readAllRows(database)).toEqual(before);
      await expect.poll(() => feedOf(key)).toMatchObject({ code: 'project_unknown' });
    },
  );

  test('leaves a real project alone, and says so', patience, async () => {
    const database = await open();
    const server = await startServer({ DATABASE_URL: database.url });
    await server.kill('SIGINT');
    const before = await readAllRows(database);
    for (const more of [[], ['--remove']]) {
      const refused = await demo(database.url, '--project', 'tidings', ...more);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('"tidings" was not generated');
    }
    const strange = await demo(database.url, '--project', 'Not a slug');
    expect(strange).toMatchObject({ code: 1, stdout: '' });
    expect(strange.stderr).toContain('lower-case letters');
    const absent = await demo(database.url, '--remove');
    expect(absent).toMatchObject({ code: 1, stderr: 'There is no project "demo" to remove.\n' });
    expect(await readAllRows(database)).toEqual(before);
  });

  test(
    'killed in the middle, leaves a marked project that it names and removes',
    patience,
    async () => {
      const database = await open();
      const running = startNode([builtCommand, 'demo'], { DATABASE_URL: database.url });
      await running.waitFor(/8\.3\.0 published/);
      expect(await running.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
      const again = await demo(database.url);
      expect(again).toMatchObject({ code: 1, stdout: '' });
      expect(again.stderr).toContain('npx tidings demo --remove --project demo');
      const removed = await demo(database.url, '--remove');
      expect(removed.code).toBe(0);
      expect(removed.stdout).toMatch(/including \d+ releases, \d+ visitors and \d+ answers\./);
      const { instance_secret: _, ...rows } = await readAllRows(database);
      const left = Object.entries(rows).filter(([name, found]) => {
        return found.length > 0 && !name.startsWith('migration');
      });
      expect(left).toEqual([]);
    },
  );

  test('taken away while it is being filled, ends with a plain sentence', patience, async () => {
    const database = await open();
    const running = startNode([builtCommand, 'demo'], { DATABASE_URL: database.url });
    await running.waitFor(/8\.1\.0 published/);
    expect(await demo(database.url, '--remove')).toMatchObject({ code: 0 });
    const ending = await running.ended;
    expect(ending).toMatchObject({
      code: 1,
      stderr: 'The project "demo" was removed while it was being filled.\n',
    });
    expect(await database.reader.selectFrom('exposure_tally').selectAll().execute()).toEqual([]);
    expect(await database.reader.selectFrom('tally').selectAll().execute()).toEqual([]);
  });

  test(
    'is no project of the instance’s own: the first start makes that all the same',
    patience,
    async () => {
      const database = await open();
      expect(await demo(database.url, '--project', 'harbour')).toMatchObject({ code: 0 });
      await startServer({ DATABASE_URL: database.url });
      const projects = await database.reader
        .selectFrom('project')
        .select(['slug', 'generated'])
        .orderBy('slug')
        .execute();
      expect(projects).toEqual([
        { slug: 'harbour', generated: 'whole' },
        { slug: 'tidings', generated: null },
      ]);
    },
  );

  test('started twice at once, is made once', patience, async () => {
    const database = await open();
    const endings = await Promise.all([demo(database.url), demo(database.url)]);
    expect(endings.map(({ code }) => code).sort()).toEqual([0, 1]);
    const refused = endings.find(({ code }) => code === 1);
    expect(refused?.stderr).toContain('is still being filled');
    const verdict = await runTidings(['verify'], { DATABASE_URL: database.url });
    expect(verdict.stdout).toContain('demo: all counts are correct.');
  });
});

test('tidings demo makes no database where there is none', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'tidings-test-')), 'tidings.db');
  const ending = await demo(`sqlite:${path}`);
  expect(ending).toMatchObject({ code: 1, stdout: '' });
  expect(ending.stderr).toContain('There is no database at');
  expect(existsSync(path)).toBe(false);
});
