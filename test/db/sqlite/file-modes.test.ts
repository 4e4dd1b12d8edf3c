import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { restrictDatabaseFiles } from '../../../api/db/sqlite/file-modes.ts';
import { runTidings, startServer } from '../../support/processes.ts';

let folder = '';
let umask = 0;

beforeEach(() => {
  umask = process.umask(0o022);
  folder = mkdtempSync(join(tmpdir(), 'tidings-modes-'));
});

afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true, force: true });
});

describe('the files of a started server whose parent has the umask 022', () => {
  test('and their new folders belong to its user alone', async () => {
    const data = join(folder, 'new', 'data');
    const server = await startServer({ DATABASE_URL: `sqlite:${data}/tidings.db` });
    const names = readdirSync(data);
    expect(names).toEqual(expect.arrayContaining(['tidings.db', 'tidings.db-shm']));
    const expected = (name: string) => (statSync(join(data, name)).isFile() ? '600' : '700');
    expect(names.map((name) => [name, modeOf(join(data, name))])).toEqual(
      names.map((name) => [name, expected(name)]),
    );
    expect([modeOf(data), modeOf(join(folder, 'new'))]).toEqual(['700', '700']);
    await server.kill();
    expect(server.output()).not.toContain('chmod');
  });

  test('lose what an earlier version let others read; its open folder is only warned about', async () => {
    const { data, path } = makeOpenDatabase();
    const server = await startServer({ DATABASE_URL: `sqlite:${path}` });
    expect(modeOf(path)).toBe('600');
    expect(modeOf(data)).toBe('755');
    await server.waitFor(new RegExp(`"level":40.*Run: chmod 700 ${data}"`));
    await server.kill();
  });
});

test.each(['migrate', 'verify', 'audit verify'])(
  'tidings %s restricts the files and prints the warning apart from its output',
  async (command) => {
    const { data, path } = makeOpenDatabase();
    const { code, stdout, stderr } = await runTidings(command.split(' '), {
      DATABASE_URL: `sqlite:${path}`,
    });
    expect(code).toBe(0);
    expect(modeOf(path)).toBe('600');
    expect(stderr).toContain(
      `Warning: The folder ${data} is open to other users of this machine. Run: chmod 700 ${data}`,
    );
    expect(stdout).not.toContain('chmod');
  },
);

describe('restrictDatabaseFiles', () => {
  test('restricts the database, its log, its index and its secret, and nothing else', () => {
    const { data, path } = makeOpenDatabase();
    const ours = [path, `${path}-wal`, `${path}-shm`, join(data, 'secret')];
    const other = join(data, 'notes.txt');
    for (const one of [...ours, other]) openFile(one);
    restrictDatabaseFiles(path, () => {});
    expect(ours.map(modeOf)).toEqual(['600', '600', '600', '600']);
    expect(modeOf(other)).toBe('644');
  });

  test('leaves a read-only file read-only', () => {
    const { path } = makeOpenDatabase();
    chmodSync(path, 0o444);
    restrictDatabaseFiles(path, () => {});
    expect(modeOf(path)).toBe('400');
  });

  test('follows a link, and works beside the file that it names', () => {
    const { data, path } = makeOpenDatabase();
    openFile(join(data, 'secret'));
    const link = join(folder, 'link.db');
    symlinkSync(path, link);
    restrictDatabaseFiles(link, () => {});
    expect([modeOf(path), modeOf(join(data, 'secret'))]).toEqual(['600', '600']);
  });

  test('warns about a file that cannot be changed, with the command to type', () => {
    const { data, path } = makeOpenDatabase();
    chmodSync(folder, 0o755);
    const secret = join(data, 'secret');
    openFile(secret);
    expect(asAnotherUser(() => warningsFor(path))).toContain(
      `Other users of this machine can read ${secret}. As its owner, run: chmod 600 ${secret}`,
    );
    expect(modeOf(secret)).toBe('644');
  });

  test('quotes a path for the shell', () => {
    const { path } = makeOpenDatabase("it's here");
    expect(warningsFor(path).join()).toContain(`chmod 700 '${folder}/it'\\''s here'`);
  });

  test('sends a database out of a folder that everybody shares', () => {
    const { data, path } = makeOpenDatabase();
    chmodSync(data, 0o1777);
    expect(warningsFor(path).join()).toContain(`Run: mkdir -m 700 ${data}/tidings`);
  });

  test('says nothing where no database is', () => {
    expect(warningsFor(join(folder, 'none.db'))).toEqual([]);
    expect(existsSync(join(folder, 'none.db'))).toBe(false);
  });
});

/** A database as version 0.1.0 left it: 0644 in a folder 0755. */
function makeOpenDatabase(name = 'data'): { data: string; path: string } {
  const data = join(folder, name);
  mkdirSync(data, { mode: 0o755 });
  const path = join(data, 'tidings.db');
  copyFileSync(inject('sqliteTemplate'), path);
  chmodSync(path, 0o644);
  return { data, path };
}

function openFile(path: string): void {
  writeFileSync(path, '', { flag: 'a' });
  chmodSync(path, 0o644);
}

function warningsFor(path: string): string[] {
  const warnings: string[] = [];
  restrictDatabaseFiles(path, (sentence) => warnings.push(sentence));
  return warnings;
}

/** What a server sees that runs as another user than the one who owns the files. */
function asAnotherUser<Value>(act: () => Value): Value {
  const own = process.geteuid?.() ?? 0;
  process.seteuid?.(65_534);
  try {
    return act();
  } finally {
    process.seteuid?.(own);
  }
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}
