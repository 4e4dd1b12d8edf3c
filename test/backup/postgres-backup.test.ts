import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';
import { runTidings } from '../support/processes.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-dump-'));
  file = join(folder, 'tidings.dump');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A PATH in which a program of PostgreSQL reports this version. */
function pathWith(tool: string, version: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = join(bin, tool);
  writeFileSync(program, `#!/bin/sh\necho "${tool} (PostgreSQL) ${version}"\n`);
  chmodSync(program, 0o755);
  return `${bin}:/bin`;
}

onEachDatabase('backups', ({ dialect, open, openEmpty }) => {
  test('refuse a file of another kind', async () => {
    writeFileSync(file, 'Dear diary');
    const { code, stderr } = await runTidings(['restore', file], {
      DATABASE_URL: (await openEmpty()).url,
    });
    const kind = dialect === 'sqlite' ? 'an SQLite' : 'a PostgreSQL';
    expect(code).toBe(1);
    expect(stderr).toContain(`${file} is not a backup of ${kind} database.`);
  });

  if (dialect !== 'postgres') return;

  test('wrap pg_dump and pg_restore, and restore into an empty database only', async () => {
    const from = { DATABASE_URL: (await open()).url };
    const to = { DATABASE_URL: (await openEmpty()).url };
    const made = await runTidings(['backup', file, '--json'], from);
    expect(made.code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const restored = await runTidings(['restore', file, '--json'], to);
    expect(restored.code).toBe(0);
    const { hash, allRows, schema } = JSON.parse(made.stdout);
    expect(JSON.parse(restored.stdout)).toMatchObject({ hash, allRows, schema });
    const again = await runTidings(['restore', file], to);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toContain('The database already contains tables.');
  });

  test('say that pg_dump is missing or too old, and leave no file', async () => {
    const DATABASE_URL = (await open()).url;
    const missing = await runTidings(['backup', file], { DATABASE_URL, PATH: folder });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain(
      'pg_dump cannot be run. Install the PostgreSQL client programs',
    );
    const old = await runTidings(['backup', file], {
      DATABASE_URL,
      PATH: pathWith('pg_dump', '9.6.24'),
    });
    expect(old.code).toBe(1);
    expect(old.stderr).toMatch(/pg_dump is version 9, and the server is PostgreSQL \d+\. Install/);
    expect(existsSync(file)).toBe(false);
  });
});
