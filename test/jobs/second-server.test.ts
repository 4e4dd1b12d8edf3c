import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../support/processes.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-second-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function detailOf({ url }: RunningServer): Promise<string> {
  const { detail = [] } = await (await fetch(`${url}/readyz`)).json();
  return detail.join('\n');
}

test('two servers on one SQLite file both warn, until one of them is gone', async () => {
  const environment = { DATABASE_URL: `sqlite:${join(folder, 'tidings.db')}` };
  const warning = 'Another process serves this SQLite file too.';
  const first = await startServer(environment);
  expect(await detailOf(first)).not.toContain(warning);
  const second = await startServer(environment);
  await expect.poll(() => detailOf(second)).toContain(warning);
  await second.waitFor(/Another process serves this SQLite file too/);
  await expect.poll(() => detailOf(first), { timeout: 30_000 }).toContain(warning);
  await first.waitFor(/Another process serves this SQLite file too/);
  await second.kill('SIGKILL');
  await expect.poll(() => detailOf(first), { timeout: 30_000 }).not.toContain(warning);
  await first.kill();
}, 120_000);
