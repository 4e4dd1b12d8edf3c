import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { connect } from '../../../api/db/connect.ts';
import { migrate } from '../../../api/db/migrate.ts';
import { checkVersion } from '../../../api/db/sqlite/health.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-health-'));
  path = join(folder, 'tidings.sqlite');
});

afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

describe('the version of SQLite', () => {
  test.each(['3.51.2', '3.51.0', '3.50.9', '3.6.23', '2.99.99'])('%s is refused', (version) => {
    expect(() => checkVersion(version)).toThrow(`SQLite ${version} can lose acknowledged answers`);
  });

  test.each(['3.51.3', '3.51.10', '3.52.0', '3.100.0', '4.0.0'])('%s is taken', (version) => {
    expect(() => checkVersion(version)).not.toThrow();
  });
});

describe('a promise kept through a power cut (R2)', () => {
  test('every commit is synced, still after a write', async () => {
    const database = connect(`sqlite:${path}`);
    await migrate(database);
    for (const node of [database.writer, database.reader]) {
      const { rows } = await sql`pragma journal_mode`.execute(node);
      expect(rows).toEqual([{ journal_mode: 'wal' }]);
    }
    await sql`insert into instance_secret values ('name', 'value', 'now')`.execute(database.writer);
    const { rows } = await sql`pragma synchronous`.execute(database.writer);
    expect(rows).toEqual([{ synchronous: 2 }]);
    await database.close();
  });

  test('deleted words are overwritten, and foreign keys hold', async () => {
    const database = connect(`sqlite:${path}`);
    const secureDelete = await sql`pragma secure_delete`.execute(database.writer);
    const foreignKeys = await sql`pragma foreign_keys`.execute(database.writer);
    expect(secureDelete.rows).toEqual([{ secure_delete: 1 }]);
    expect(foreignKeys.rows).toEqual([{ foreign_keys: 1 }]);
    await database.close();
  });
});

describe('a damaged database file (R5)', () => {
  const damaged = /^The database file .* is damaged.* Restore your latest backup/;
  const pageBytes = 4096;

  test('opens while it is whole', () => {
    expect(() => openBytes(template())).not.toThrow();
  });

  test('is refused whichever page has a broken head', () => {
    const whole = template();
    const pages = whole.length / pageBytes;
    expect(pages).toBeGreaterThan(30);
    for (let page = 0; page < pages; page += 1) {
      const broken = Buffer.from(whole).fill(0xff, page * pageBytes, page * pageBytes + 16);
      expect(() => openBytes(broken), `page ${page + 1}`).toThrow(damaged);
    }
  });

  test.each([16, 100, 108])('is refused with garbage at byte %i of the first page', (offset) => {
    expect(() => openBytes(Buffer.from(template()).fill(0xa5, offset, offset + 64))).toThrow(
      damaged,
    );
  });

  test.each([0.25, 0.5, 0.9])('is refused when only %d of it is left', (share) => {
    const whole = template();
    expect(() => openBytes(whole.subarray(0, Math.floor(whole.length * share)))).toThrow(damaged);
  });

  test('is not touched by the refusal', () => {
    const broken = Buffer.from(template()).fill(0xff, 2 * pageBytes, 2 * pageBytes + 16);
    expect(() => openBytes(broken)).toThrow(damaged);
    expect(readFileSync(path).equals(broken)).toBe(true);
  });
});

describe('what is no database file', () => {
  test('a text file is refused and kept', () => {
    const text = Buffer.from('Dear diary, today I released version 2.\n'.repeat(100));
    expect(() => openBytes(text)).toThrow(/is damaged or is not an SQLite database/);
    expect(readFileSync(path).equals(text)).toBe(true);
  });

  test('a folder is refused', () => {
    mkdirSync(path);
    expect(() => connect(`sqlite:${path}`)).toThrow(/^The database file .* cannot be opened\./);
  });

  test('a path through a file is refused', () => {
    writeFileSync(path, '');
    const beyond = join(path, 'tidings.sqlite');
    expect(() => connect(`sqlite:${beyond}`)).toThrow(/cannot be opened\./);
  });

  test('an empty file becomes a new database, as one made for a container volume', async () => {
    writeFileSync(path, '');
    const database = connect(`sqlite:${path}`);
    expect(await migrate(database)).not.toEqual([]);
    await database.close();
  });

  test('a missing file is made, with its folder', async () => {
    const database = connect(`sqlite:${join(folder, 'new', 'folder', 'tidings.sqlite')}`);
    expect(await migrate(database)).not.toEqual([]);
    await database.close();
  });
});

describe('a database that may not be written', () => {
  const unwritable = /^The database file .* cannot be written\. Give this user write access/;

  beforeEach(() => writeFileSync(path, template()));

  test('opens for who may write it', () => {
    chmodSync(path, 0o666);
    chmodSync(folder, 0o777);
    expect(() => asOrdinaryUser(open)).not.toThrow();
  });

  test.each([
    { what: 'a read-only file', file: 0o444, around: 0o777 },
    { what: 'a read-only folder', file: 0o666, around: 0o555 },
    { what: 'both read-only', file: 0o444, around: 0o555 },
  ])('is refused: $what', ({ file, around }) => {
    chmodSync(path, file);
    chmodSync(folder, around);
    expect(() => asOrdinaryUser(open)).toThrow(unwritable);
  });

  test('is refused where it cannot even be read', () => {
    chmodSync(path, 0o000);
    chmodSync(folder, 0o777);
    expect(() => asOrdinaryUser(open)).toThrow(/cannot be opened|cannot be written/);
  });
});

function template(): Buffer {
  return readFileSync(inject('sqliteTemplate'));
}

function openBytes(bytes: Uint8Array): void {
  rmSync(path, { force: true });
  writeFileSync(path, bytes);
  open();
}

function open(): void {
  void connect(`sqlite:${path}`).close();
}

/** File modes do not bind root, so root steps down for the moment. */
function asOrdinaryUser(act: () => void): void {
  const wasRoot = process.geteuid?.() === 0;
  if (wasRoot) process.seteuid?.('nobody');
  try {
    act();
  } finally {
    if (wasRoot) process.seteuid?.('root');
  }
}
