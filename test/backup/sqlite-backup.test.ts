import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { backUp } from '../../api/backup/back-up.ts';
import { restore } from '../../api/backup/restore.ts';
import { readConfig } from '../../api/config.ts';
import { runTidings, startNode } from '../support/processes.ts';

let folder = '';
let path = '';
let file = '';
let target = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-backup-'));
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  mkdirSync(join(folder, 'new'), { mode: 0o700 });
  path = join(folder, 'data', 'tidings.db');
  file = join(folder, 'tidings.backup');
  target = join(folder, 'new', 'tidings.db');
  copyFileSync(inject('sqliteTemplate'), path);
  change('insert into instance_address values (?, ?)', 'public', 'https://example.com');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const configOf = (databasePath: string, secret?: string) =>
  readConfig({ DATABASE_URL: `sqlite:${databasePath}`, SECRET: secret });
const backUpTo = (to: string, { withSecret = false } = {}) =>
  backUp(configOf(path), to, { withSecret }, () => {});
const restoreFrom = (from: string, hash?: string) =>
  restore(configOf(target), from, { hash, acceptNewSecret: false, now: new Date() }, () => {});
const strongSecret = 'a secret of Lorem ipsum dolor sit amet';

function change(sql: string, ...values: string[]): void {
  const database = new BetterSqlite3(path);
  database.prepare(sql).run(...values);
  database.close();
}

describe('tidings backup', () => {
  test('reports what it wrote, as text and as JSON, with plain lines of progress', async () => {
    const environment = { DATABASE_URL: `sqlite:${path}` };
    const { code, stdout, stderr } = await runTidings(['backup', file], environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Backed up sqlite:.* to .*tidings\.backup \([\d.]+ MB\)\.$/m);
    expect(stdout).toMatch(/schema {2}00\d\d_/);
    expect(stdout).toMatch(/rows {4}0 projects, .*; \d+ in all tables/);
    expect(stdout).toMatch(/hash {4}[0-9a-f]{64} /);
    expect(stderr).toMatch(/^Copying: 100%$/m);
    expect(stderr).not.toContain('\r');
    const second = await runTidings(['backup', `${file}2`, '--json'], environment);
    const hash = /[0-9a-f]{64}/.exec(stdout)?.[0];
    expect(JSON.parse(second.stdout)).toMatchObject({ file: `${file}2`, hash, secret: 'none' });
  });

  test('writes one file that only its owner can read', async () => {
    await backUpTo(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['data', 'new', 'tidings.backup']);
  });

  test('has the same hash for the same rows, and another one after any change', async () => {
    const { hash } = await backUpTo(file);
    expect((await backUpTo(`${file}2`)).hash).toBe(hash);
    change('update instance_address set url = ?', 'https://example.org');
    expect((await backUpTo(`${file}3`)).hash).not.toBe(hash);
  });

  test('overwrites nothing', async () => {
    writeFileSync(file, 'mine');
    await expect(backUpTo(file)).rejects.toThrow(`${file} already exists. Choose another name`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    writeFileSync(`${file}2.secret`, 'mine');
    await expect(backUpTo(`${file}2`, { withSecret: true })).rejects.toThrow('already exists');
    await expect(backUpTo(join(folder, 'none', 'x'))).rejects.toThrow('There is no folder');
  });

  test('includes the secret only if told to, and says where it is', async () => {
    expect(await backUpTo(file)).toMatchObject({ secret: 'none', secretFile: null });
    writeFileSync(join(folder, 'data', 'secret'), 'hidden');
    expect(await backUpTo(`${file}2`)).toMatchObject({ secret: 'file', secretFile: null });
    expect(existsSync(`${file}2.secret`)).toBe(false);
    const report = await backUpTo(`${file}3`, { withSecret: true });
    expect(report).toMatchObject({ secret: 'file', secretFile: `${file}3.secret` });
    expect(readFileSync(`${file}3.secret`, 'utf8')).toBe('hidden');
    expect(statSync(`${file}3.secret`).mode & 0o777).toBe(0o600);
    const set = await backUp(
      configOf(path, strongSecret),
      `${file}4`,
      { withSecret: true },
      () => {},
    );
    expect(set).toMatchObject({ secret: 'environment', secretFile: null });
  });

  test('refuses a damaged database and leaves no file', async () => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, 5 * 4096, 5 * 4096 + 16));
    await expect(backUpTo(file)).rejects.toThrow('is damaged');
    expect(readdirSync(folder).sort()).toEqual(['data', 'new']);
  });
});

describe('tidings restore', () => {
  test('brings back the same rows under the same hash', async () => {
    const { hash, rows } = await backUpTo(file);
    expect(await restoreFrom(file, hash)).toMatchObject({ hash, rows, secret: 'missing' });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const environment = { DATABASE_URL: `sqlite:${target}` };
    const { code, stdout } = await runTidings(['migrate'], environment);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'The schema is up to date.\n' });
  });

  test('restores into an empty file too, but never over data or beside the log of another', async () => {
    await backUpTo(file);
    writeFileSync(target, '');
    await restoreFrom(file);
    await expect(restoreFrom(file)).rejects.toThrow(`${target} already contains data.`);
    writeFileSync(target, 'Just some notes. '.repeat(1000));
    await expect(restoreFrom(file)).rejects.toThrow('already contains data');
    rmSync(target);
    writeFileSync(`${target}-wal`, 'a log');
    await expect(restoreFrom(file)).rejects.toThrow(`${target}-wal belongs to another database.`);
    expect(existsSync(target)).toBe(false);
  });

  test('puts the secret back, and never over another one', async () => {
    writeFileSync(join(folder, 'data', 'secret'), 'hidden', { mode: 0o600 });
    await backUpTo(file, { withSecret: true });
    const secret = join(folder, 'new', 'secret');
    writeFileSync(secret, 'another');
    await expect(restoreFrom(file)).rejects.toThrow('does not contain the secret of this backup');
    expect(existsSync(target)).toBe(false);
    rmSync(secret);
    expect(await restoreFrom(file)).toMatchObject({ secret: 'restored' });
    expect(readFileSync(secret, 'utf8')).toBe('hidden');
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    rmSync(target);
    expect(await restoreFrom(file)).toMatchObject({ secret: 'kept' });
  });

  test.each([
    ['a file that is not there', () => rmSync(file), 'There is no file'],
    ['a text file', () => writeFileSync(file, 'Dear diary'), 'is not a backup of an SQLite'],
    ['a damaged backup', () => damage(5), 'is damaged'],
    ['half of a backup', () => writeFileSync(file, half()), 'is damaged'],
    [
      'a backup from a newer Tidings',
      () => renameSchema('9999_later'),
      'is from a newer version of Tidings',
    ],
  ])('refuses %s and leaves nothing', async (_, spoil, sentence) => {
    await backUpTo(file);
    spoil();
    await expect(restoreFrom(file)).rejects.toThrow(sentence);
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
  });

  test('refuses a backup with another hash than the one that is asked for', async () => {
    await backUpTo(file);
    await expect(restoreFrom(file, 'a'.repeat(64))).rejects.toThrow('Nothing was restored.');
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
  });

  test('refuses a bare copy of a file that was open', async () => {
    change('insert into instance_secret values (?, ?, ?)', 'x', 'y', 'now');
    const database = new BetterSqlite3(path);
    database.pragma('journal_mode = wal');
    database.pragma('user_version = 1');
    database.pragma('wal_checkpoint(full)');
    copyFileSync(path, file);
    await expect(restoreFrom(file)).rejects.toThrow('is marked as open, but its log');
    database.close();
  });

  test('killed at any moment leaves no database or a whole one', async () => {
    const { hash } = await backUpTo(file);
    const environment = { DATABASE_URL: `sqlite:${target}` };
    for (const delayMs of [50, 150, 250, 400]) {
      const running = startNode(['dist/api/cli.js', 'restore', file], environment);
      await sleep(delayMs);
      await running.kill('SIGKILL');
      if (existsSync(target)) {
        const copy = `${file}-${delayMs}`;
        const report = await backUp(configOf(target), copy, { withSecret: false }, () => {});
        expect(report.hash).toBe(hash);
        rmSync(target);
      }
    }
    expect(await restoreFrom(file)).toMatchObject({ hash });
    expect(readdirSync(join(folder, 'new')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  function damage(page: number): void {
    writeFileSync(file, readFileSync(file).fill(0xff, page * 4096, page * 4096 + 16));
  }

  function half(): Buffer {
    const bytes = readFileSync(file);
    return bytes.subarray(0, Math.floor(bytes.length / 2));
  }

  function renameSchema(name: string): void {
    const database = new BetterSqlite3(file);
    database.prepare('insert into migration values (?, ?)').run(name, 'now');
    database.close();
  }
});
