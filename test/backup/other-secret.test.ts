import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUp } from '../../api/backup/back-up.ts';
import { restore } from '../../api/backup/restore.ts';
import { verifyAuditAt } from '../../api/commands/verify-audit.ts';
import { readConfig } from '../../api/config.ts';
import { sqlitePath } from '../../api/db/connect.ts';
import type { Database } from '../../api/db/database.ts';
import { openKeys } from '../../api/open-keys.ts';
import { onEachDatabase } from '../support/databases.ts';
import { runTidings, startServer } from '../support/processes.ts';
import { insertProtectedRows, keyId, project, readSealedSecret } from './protected-rows.ts';

const first = 'the first secret of the tests, long enough';
const second = 'the second secret of the tests, long enough';
const now = new Date();

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-secret-'));
  file = join(folder, 'tidings.backup');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

onEachDatabase('a backup restored under another secret', ({ dialect, open, openEmpty }) => {
  const onSqlite = dialect === 'sqlite';
  const secretBeside = (url: string) => join(dirname(sqlitePath(url) ?? ''), 'secret');
  const configOf = (url: string, given: Record<string, string> = {}) =>
    readConfig({ DATABASE_URL: url, ...given });

  /** A backup of an instance with two sessions, one of them expired, and HS256 and EdDSA keys. */
  async function backUpUnder(given: Record<string, string>, withSecret = false) {
    const database = await open();
    const config = configOf(database.url, given);
    const { keys } = await openKeys(database, config, { acceptNewSecret: false, now });
    await insertProtectedRows(database, keys.protection, now);
    const report = await backUp(config, file, { withSecret }, () => {});
    await database.close();
    return report;
  }

  /** An empty place, and how to connect to what was restored to it. */
  async function nowhere(): Promise<{ url: string; connect: () => Database }> {
    const { url, close, openSecond } = await openEmpty();
    await close();
    const path = sqlitePath(url);
    if (path)
      for (const name of readdirSync(dirname(path)))
        rmSync(join(dirname(path), name), { recursive: true });
    return { url, connect: openSecond };
  }

  const restoreTo = (url: string, given: Record<string, string>, acceptNewSecret = false) =>
    restore(configOf(url, given), file, { acceptNewSecret, now }, () => {});
  const openAgain = (url: string, given: Record<string, string>, database: Database) =>
    openKeys(database, configOf(url, given), { acceptNewSecret: false, now });

  const filesAt = (url: string) => (onSqlite ? readdirSync(dirname(sqlitePath(url) ?? '')) : []);

  test('lists what is lost, ends with 1 and restores nothing, each time', async () => {
    await backUpUnder({ SECRET: first });
    const { url } = await nowhere();
    const environment = { DATABASE_URL: url, SECRET: second };
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const { code, stdout, stderr } = await runTidings(['restore', file], environment);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('The secret that this backup was made under is missing.');
      expect(stderr).toMatch(/sessions {4}1: everyone has to sign in again/);
      expect(stderr).toMatch(/token keys {2}1 HS256 key: tokens signed with them are refused/);
      expect(stderr).toContain(`acme  ${keyId}  created ${now.toISOString().slice(0, 10)}`);
      expect(stderr).toContain(`tidings restore ${file} --accept-new-secret`);
      expect(stderr).not.toContain(first);
      expect(stderr).not.toContain(second);
      expect(filesAt(url)).toEqual([]);
    }
    await expect(restoreTo(url, { SECRET: first })).resolves.toMatchObject({ lost: null });
  });

  test('retires those keys if that is accepted, and the next start needs no flag', async () => {
    const { hash } = await backUpUnder({ SECRET: first });
    const { url, connect } = await nowhere();
    const environment = { DATABASE_URL: url, SECRET: second };
    const accepted = ['restore', file, '--accept-new-secret', '--hash', hash];
    const { code, stdout } = await runTidings(accepted, environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Lost, because the secret is different:\n {2}sessions {4}1/);
    await (await startServer({ ...environment, LOG_LEVEL: 'error' })).kill();
    const { reader } = connect();
    const keys = await reader.selectFrom('token_key').selectAll().orderBy('algorithm').execute();
    expect(keys).toMatchObject([
      { algorithm: 'EdDSA', retired_at: null },
      { algorithm: 'HS256', retired_at: expect.any(String), material: '' },
    ]);
    const audit = await reader
      .selectFrom('audit_entry')
      .selectAll()
      .where('project_id', '=', project)
      .execute();
    expect(audit).toMatchObject([
      { action: 'token-key.retire', actor: 'system', subject: `token-key:${keyId}` },
    ]);
    expect(await verifyAuditAt(url, undefined)).toMatchObject({ ok: true });
    const again = await runTidings(accepted, environment);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toMatch(/already contains/);
  });

  test('loses nothing if SECRET_PREVIOUS names the former one', async () => {
    const { hash } = await backUpUnder({ SECRET: first });
    const { url, connect } = await nowhere();
    const given = { SECRET: second, SECRET_PREVIOUS: first };
    const report = await restoreTo(url, given, true);
    expect(report).toMatchObject({ hash, lost: null, secret: 'environment' });
    const { keys } = await openAgain(url, given, connect());
    expect(await readSealedSecret(connect(), keys.protection)).toBe('a shared secret');
  });

  test('is refused without any secret, and gets a new one if that is accepted', async () => {
    await backUpUnder({ SECRET: first });
    const { url, connect } = await nowhere();
    await expect(restoreTo(url, {})).rejects.toThrow(
      'The secret that this backup was made under is missing.',
    );
    expect(filesAt(url)).toEqual([]);
    const report = await restoreTo(url, {}, true);
    expect(report).toMatchObject({
      secret: 'created',
      lost: { sessions: 1, tokenKeys: [{ project: 'acme', id: keyId }] },
    });
    await expect(openAgain(url, {}, connect())).resolves.toBeDefined();
    expect(existsSync(secretBeside(url))).toBe(onSqlite);
  });

  test('is not touched by a hash that does not fit', async () => {
    await backUpUnder({ SECRET: first });
    const { url } = await nowhere();
    const request = { acceptNewSecret: true, hash: 'a'.repeat(64), now };
    const wrong = restore(configOf(url, { SECRET: second }), file, request, () => {});
    await expect(wrong).rejects.toThrow('Nothing was restored.');
    await expect(restoreTo(url, { SECRET: first })).resolves.toMatchObject({ lost: null });
  });

  test('is not touched by a backup of a newer Tidings, or by a damaged one', async () => {
    const database = await open();
    await database.writer
      .insertInto('migration' as never)
      .values({ name: '9999_later', timestamp: 'now' } as never)
      .execute();
    const made = backUp(configOf(database.url), file, { withSecret: false }, () => {});
    if (onSqlite) {
      await expect(made).rejects.toThrow('is from a newer version of Tidings');
      await database.close();
      copyFileSync(sqlitePath(database.url) ?? '', file);
    } else await made;
    const { url } = await nowhere();
    await expect(restoreTo(url, {}, true)).rejects.toThrow('is from a newer version of Tidings');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    await expect(restoreTo(url, {}, true)).rejects.toThrow(onSqlite ? 'is damaged' : 'failed:');
    expect(filesAt(url)).toEqual([]);
    rmSync(file);
    await backUpUnder({ SECRET: first });
    await expect(restoreTo(url, { SECRET: first })).resolves.toMatchObject({ lost: null });
  });

  if (onSqlite) {
    test('takes the secret beside the backup, and another SECRET then loses nothing', async () => {
      await backUpUnder({}, true);
      const { url, connect } = await nowhere();
      const report = await restoreTo(url, { SECRET: second });
      expect(report).toMatchObject({ secret: 'environment', lost: null });
      const { keys } = await openAgain(url, { SECRET: second }, connect());
      expect(await readSealedSecret(connect(), keys.protection)).toBe('a shared secret');
    });

    test('never touches a secret that is there already', async () => {
      await backUpUnder({ SECRET: first });
      const { url, connect } = await nowhere();
      writeFileSync(secretBeside(url), `${second}\n`);
      await expect(restoreTo(url, {})).rejects.toThrow(
        'The secret that this backup was made under is missing.',
      );
      expect(filesAt(url)).toEqual(['secret']);
      expect(await restoreTo(url, {}, true)).toMatchObject({ secret: 'kept' });
      expect(readFileSync(secretBeside(url), 'utf8')).toBe(`${second}\n`);
      await expect(openAgain(url, {}, connect())).resolves.toBeDefined();
    });
  }
});
