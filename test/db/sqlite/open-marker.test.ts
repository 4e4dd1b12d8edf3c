import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../../api/db/connect.ts';
import { type ProcessExit, runTidings, startServer } from '../../support/processes.ts';

// Many processes, one after another.
vi.setConfig({ testTimeout: 240_000 });

let folder = '';
let path = '';
let copy = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-marker-'));
  path = join(folder, 'tidings.db');
  copy = join(folder, 'copy', 'tidings.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** With SECRET set, because a copy of the database has no secret file beside it. */
const at = (file: string) => ({ DATABASE_URL: `sqlite:${file}`, SECRET: secret });
const secret = 'kX9vTq2LmZ7wRb4NcY8sHd1GfJ6pQe3A';
const refusal =
  /is marked as open, but its log .*-wal is missing\.[\s\S]*tidings backup[\s\S]*--accept-lone-file/;

/** What `cp` does to the database file alone. */
function copyBare(): void {
  mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
  copyFileSync(path, copy);
}

async function startsOn(file: string): Promise<void> {
  const server = await startServer(at(file));
  expect(await server.kill()).toMatchObject({ code: 0 });
}

async function killedServer(): Promise<void> {
  const server = await startServer(at(path));
  await server.kill('SIGKILL');
}

/** Every command that opens the database file. */
const commands = [
  ['migrate', ['migrate']],
  ['verify', ['verify']],
  ['audit verify', ['audit', 'verify']],
  ['key create', ['key', 'create', '--project', 'tidings', '--scope', 'read']],
  ['member link', ['member', 'link', '--project', 'tidings', '--role', 'viewer']],
  ['member password', ['member', 'password', '--email', 'nobody@example.com']],
  ['demo --remove', ['demo', '--remove']],
  ['backup', ['backup', 'FILE']],
] as const;

/** Runs a command on a database file; a backup goes beside that file. */
function runAt(file: string, command: readonly string[]): Promise<ProcessExit> {
  const args = command.map((arg) => (arg === 'FILE' ? `${file}.backup` : arg));
  return runTidings(args, at(file));
}

describe('a copy of the file alone, made while the server runs', () => {
  test('is refused by a start, which names both causes, and by every command', async () => {
    const server = await startServer(at(path));
    copyBare();
    const start = await runTidings(['serve'], { ...at(copy), PORT: '0' });
    expect(start).toMatchObject({ code: 1, stdout: '' });
    expect(start.stderr).toMatch(refusal);
    for (const [name, command] of commands) {
      const ending = await runAt(copy, command);
      expect(ending.code, name).toBe(1);
      expect(ending.stderr, name).toMatch(refusal);
    }
    expect(existsSync(`${copy}-wal`)).toBe(false);
    expect(await server.kill()).toMatchObject({ code: 0 });
  });

  test('starts with --accept-lone-file, and from then on without', async () => {
    const server = await startServer(at(path));
    await server.kill();
    const again = await startServer(at(path));
    copyBare();
    await again.kill();
    const accepted = await startServer(at(copy), undefined, ['--accept-lone-file']);
    expect(await accepted.kill()).toMatchObject({ code: 0 });
    await startsOn(copy);
  });

  test('is taken together with its log', async () => {
    const server = await startServer(at(path));
    copyBare();
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    await server.kill('SIGKILL');
    await startsOn(copy);
  });
});

describe('a copy made after a clean stop', () => {
  test('starts', async () => {
    await startsOn(path);
    copyBare();
    await startsOn(copy);
  });
});

describe('after kill -9', () => {
  test('the next start succeeds', async () => {
    await killedServer();
    await startsOn(path);
  });

  test('each command closes the file as its last user, and then a start succeeds', async () => {
    await killedServer();
    const killed = join(folder, 'killed');
    mkdirSync(killed, { mode: 0o700 });
    for (const end of ['', '-wal']) copyFileSync(path + end, join(killed, `tidings.db${end}`));
    for (const [name, command] of commands) {
      const again = join(folder, name.replaceAll(' ', '-'));
      cpSync(killed, again, { recursive: true });
      const file = join(again, 'tidings.db');
      const ending = await runAt(file, command);
      expect(ending.stderr, name).not.toMatch(refusal);
      expect(existsSync(`${file}-wal`), name).toBe(false);
      await startsOn(file);
    }
  });

  test('a tool that folds the log into the file makes a start ask', async () => {
    await killedServer();
    const database = new BetterSqlite3(path);
    database.prepare('select count(*) from project').get();
    database.close();
    const start = await runTidings(['serve'], { ...at(path), PORT: '0' });
    expect(start.stderr).toMatch(refusal);
    const accepted = await startServer(at(path), undefined, ['--accept-lone-file']);
    expect(await accepted.kill()).toMatchObject({ code: 0 });
  });
});

describe('a command beside a running server', () => {
  test('leaves the marker, whichever it is', async () => {
    const server = await startServer(at(path));
    for (const [name, command] of commands) {
      const { stderr } = await runAt(path, command);
      expect(stderr, name).not.toMatch(refusal);
      copyBare();
      expect(() => connect(`sqlite:${copy}`), name).toThrow(refusal);
    }
    expect(await server.kill()).toMatchObject({ code: 0 });
    await startsOn(path);
  });

  test('that outlives the server clears the marker when it closes the file', async () => {
    const server = await startServer(at(path));
    const command = connect(`sqlite:${path}`);
    expect(await server.kill()).toMatchObject({ code: 0 });
    await command.close();
    copyBare();
    await startsOn(copy);
  });

  test('a second server keeps the marker until it stops too', async () => {
    const servers = await Promise.all([1, 2].map(() => startServer(at(path))));
    await servers[0]?.kill();
    copyBare();
    expect(() => connect(`sqlite:${copy}`)).toThrow(refusal);
    await servers[1]?.kill();
    await startsOn(path);
  });
});
