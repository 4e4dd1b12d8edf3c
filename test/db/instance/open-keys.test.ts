import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { sqlitePath } from '../../../api/db/connect.ts';
import { migrate } from '../../../api/db/migrate.ts';
import { openKeys } from '../../../api/open-keys.ts';
import { checkTicket, issueTicket } from '../../../api/visitors/ticket.ts';
import { migrations } from '../../../migrations/index.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';
import { interruptAt } from '../../support/interrupt.ts';

const now = new Date('2026-06-01T12:00:00.000Z');
const landedSecret = 'kept by version 0.1.0: 32 characters or more';
const first = 'the first secret of the tests, long enough';
const second = 'the second secret of the tests, long enough';
const project = '01980000-0000-7000-8000-000000000001';

onEachDatabase('the keys of an instance', ({ dialect, open, openEmpty }) => {
  const onSqlite = dialect === 'sqlite';
  let database: TestDatabase;
  beforeEach(async () => {
    database = await open();
  });

  const start = (
    given: { secret?: string; secretPrevious?: string } = {},
    acceptNewSecret = false,
    at = database,
  ) => {
    const { secret, secretPrevious } = given;
    return openKeys(at, { secret, secretPrevious }, { acceptNewSecret, now });
  };
  const rows = async (at = database) =>
    Object.fromEntries(
      (await at.reader.selectFrom('instance_secret').selectAll().execute()).map((row) => [
        row.name.replace(/^ticket:.*/, 'ticket'),
        row.value,
      ]),
    );
  const file = (at = database) => join(dirname(sqlitePath(at.url) ?? ''), 'secret');

  /** An instance of version 0.1.0 without SECRET, brought to today's schema. */
  async function openLanded(): Promise<TestDatabase> {
    const landed = await openEmpty();
    const older = Object.entries(migrations).filter(([name]) => name < '0013');
    await migrate(landed, Object.fromEntries(older));
    const created_at = now.toISOString();
    await landed.writer
      .insertInto('instance_secret')
      .values({ name: 'secret', value: landedSecret, created_at })
      .execute();
    await landed.writer.insertInto('project').values(projectRow).execute();
    await landed.writer
      .insertInto('token_key')
      .values({ ...tokenKeyRow, material: 'a shared secret of 0.1.0', created_at })
      .execute();
    await migrate(landed);
    return landed;
  }
  const material = async (at: TestDatabase) =>
    (await at.reader.selectFrom('token_key').selectAll().execute())[0]?.material;

  describe('that stay', () => {
    test('are random rows, the same on all nodes and after each start', async () => {
      const [one, other] = await Promise.all([
        start({ secret: first }),
        start({ secret: first }, false, { ...database, ...database.openSecond() }),
      ]);
      const again = await start({ secret: first });
      expect(other.keys.tickets).toEqual(one.keys.tickets);
      expect(other.keys.visitors).toEqual(one.keys.visitors);
      expect(again.keys.tickets).toEqual(one.keys.tickets);
      const { tickets, visitors } = one.keys;
      expect(tickets.current.name).toMatch(/^[\w-]{6}$/);
      const all = [tickets.current.key, visitors.pseudonym, visitors.bucket];
      expect(new Set(all.map((key) => Buffer.from(key, 'base64url').length))).toEqual(
        new Set([32]),
      );
      expect(new Set(all).size).toBe(3);
    });

    test('outlive a changed secret, and no row holds the secret', async () => {
      const before = await start({ secret: first });
      const after = await start({ secret: second, secretPrevious: first });
      expect(after.keys.tickets.current).toEqual(before.keys.tickets.current);
      expect(after.keys.visitors).toEqual(before.keys.visitors);
      const text = JSON.stringify(await rows());
      expect([text.includes(first), text.includes(second)]).toEqual([false, false]);
    });
  });

  describe('of version 0.1.0', () => {
    test('check the tickets that it handed out, for 31 days', async () => {
      const landed = await openLanded();
      const { keys } = await start({}, false, landed);
      const ticket = landedTicket(landedSecret);
      const check = (given: string) => checkTicket(keys.tickets, project, given, new Date());
      expect(() => check(ticket)).not.toThrow();
      expect(() => check(landedTicket('forged'))).toThrow('was not issued by this project');
      expect((keys.tickets.legacy?.acceptedUntilMs ?? 0) - Date.now()).toBeLessThan(
        32 * 86_400_000,
      );
    });

    test('which are lost cost no answer: the ticket is to be replaced', async () => {
      const landed = await openLanded();
      await start({ secret: landedSecret }, false, landed);
      rmSync(file(landed), { force: true });
      const { keys } = await start({ secret: second }, true, landed);
      const check = () =>
        checkTicket(keys.tickets, project, landedTicket(landedSecret), new Date());
      expect(check).toThrowError(expect.objectContaining({ code: 'ticket_unknown' }));
    });

    test('encrypt its HS256 secrets; nobody reads them without the secret', async () => {
      const landed = await openLanded();
      const { keys } = await start({}, false, landed);
      const sealed = (await material(landed)) ?? '';
      expect(sealed).not.toContain('a shared secret of 0.1.0');
      expect(keys.protection.open(sealed, `token key ${project} key-1`)?.text).toBe(
        'a shared secret of 0.1.0',
      );
    });

    test('are there after a start that was interrupted at any statement', {
      timeout: 120_000,
    }, async () => {
      const landed = await openLanded();
      const before = await landed.reader.selectFrom('instance_secret').selectAll().execute();
      const goBack = async () => {
        await landed.writer.deleteFrom('instance_secret').execute();
        await landed.writer.insertInto('instance_secret').values(before).execute();
        await landed.writer.updateTable('token_key').set({ material: 'of 0.1.0' }).execute();
        if (onSqlite) rmSync(file(landed), { force: true });
      };
      let isReached = true;
      for (let k = 1; isReached; k += 1) {
        await goBack();
        const stop = interruptAt(k, () => {
          throw new Error('interrupted');
        });
        await start({}, false, landed).catch(() => undefined);
        isReached = stop();
        const { keys } = await start({}, false, landed);
        expect(keys.protection.secrets).toEqual([landedSecret]);
        const sealed = (await material(landed)) ?? '';
        const opened = keys.protection.open(sealed, `token key ${project} key-1`);
        expect(opened).toEqual({ text: 'of 0.1.0', isCurrent: true });
        expect('secret' in (await rows(landed))).toBe(!onSqlite);
      }
    });
  });

  describe('when SECRET is rotated', () => {
    test('a previous secret opens what it protected, which moves to the new one', async () => {
      const landed = await openLanded();
      await start({ secret: first }, false, landed);
      const { keys } = await start({ secret: second, secretPrevious: first }, false, landed);
      const sealed = (await material(landed)) ?? '';
      expect(keys.protection.open(sealed, `token key ${project} key-1`)?.isCurrent).toBe(true);
      // From here on the previous one is not needed any more.
      await expect(start({ secret: second }, false, landed)).resolves.toBeDefined();
    });

    test('setting it for the first time needs no SECRET_PREVIOUS', async () => {
      const landed = await openLanded();
      await start({}, false, landed);
      const { keys } = await start({ secret: first }, false, landed);
      const sealed = (await material(landed)) ?? '';
      expect(keys.protection.open(sealed, `token key ${project} key-1`)?.isCurrent).toBe(true);
      expect(await rows(landed)).not.toHaveProperty('secret');
    });
  });

  describe('when SECRET is another one', () => {
    test('a start is refused, says what would be lost, and changes nothing', async () => {
      const landed = await openLanded();
      await start({ secret: first }, false, landed);
      rmSync(file(landed), { force: true });
      const before = [await material(landed), await rows(landed)];
      await expect(start({ secret: second }, false, landed)).rejects.toThrow(
        /not the one that this database was used with.*sign in again.*retired: 1\..*--accept-new-secret/,
      );
      expect([await material(landed), await rows(landed)]).toEqual(before);
    });

    test('that is accepted, lost token keys are retired with an audit entry', async () => {
      const landed = await openLanded();
      await start({ secret: first }, false, landed);
      await start({ secret: second }, true, landed);
      const [key] = await landed.reader.selectFrom('token_key').selectAll().execute();
      expect(key).toMatchObject({ retired_at: now.toISOString(), material: '' });
      const audit = await landed.reader.selectFrom('audit_entry').selectAll().execute();
      expect(audit).toMatchObject([{ action: 'token-key.retire', actor: 'system' }]);
      await expect(start({ secret: second }, false, landed)).resolves.toBeDefined();
    });
  });

  if (onSqlite)
    describe('on SQLite without SECRET', () => {
      test('the secret moves out of the database into a file that its user alone can read', async () => {
        const landed = await openLanded();
        const { keys, notice } = await start({}, false, landed);
        expect(keys.protection.secrets).toEqual([landedSecret]);
        expect(readFileSync(file(landed), 'utf8')).toBe(`${landedSecret}\n`);
        expect(statSync(file(landed)).mode & 0o777).toBe(0o600);
        expect(notice).toBeUndefined();
      });

      test('neither the file of the database nor its log contains the secret any more', async () => {
        const landed = await openLanded();
        const path = sqlitePath(landed.url) ?? '';
        const bytes = () =>
          [path, `${path}-wal`].filter(existsSync).map((one) => readFileSync(one, 'latin1'));
        expect(bytes().join()).toContain(landedSecret);
        await start({}, false, landed);
        expect(bytes().join()).not.toContain(landedSecret);
        expect(bytes().join()).not.toContain('a shared secret of 0.1.0');
      });

      test('a process that was killed before it deleted the row leaves nothing behind', async () => {
        const landed = await openLanded();
        writeFileSync(file(landed), `${landedSecret}\n`);
        writeFileSync(`${file(landed)}.new`, 'half a sec');
        const { keys } = await start({}, false, landed);
        expect(keys.protection.secrets).toEqual([landedSecret]);
        expect(await rows(landed)).not.toHaveProperty('secret');
      });

      test('a new instance never has it in the database', async () => {
        const { keys } = await start();
        expect(`${keys.protection.secrets[0]}\n`).toBe(readFileSync(file(), 'utf8'));
        expect(JSON.stringify(await rows())).not.toContain(keys.protection.secrets[0]);
      });

      test('a lost file is noticed, and another is made only if that is accepted', async () => {
        await start();
        const secret = readFileSync(file(), 'utf8');
        rmSync(file());
        await expect(start()).rejects.toThrow(/secret of this database is missing.*no file/);
        expect(existsSync(file())).toBe(false);
        await start({}, true);
        expect(readFileSync(file(), 'utf8')).not.toBe(secret);
      });

      test('a file of another database is not taken', async () => {
        const landed = await openLanded();
        writeFileSync(file(landed), 'the secret of another database in this folder');
        await expect(start({}, false, landed)).rejects.toThrow(/belongs to another database/);
        expect((await rows(landed)).secret).toBe(landedSecret);
      });

      test('an empty file is refused with what to do', async () => {
        writeFileSync(file(), '\n');
        await expect(start()).rejects.toThrow(/does not contain a secret\. Restore the file/);
      });
    });

  if (!onSqlite)
    test('on PostgreSQL without SECRET, the operator is told', async () => {
      expect((await start()).notice).toMatch(
        /SECRET is not set.*Set SECRET to 32 random characters/,
      );
      expect((await start({ secret: first })).notice).toBeUndefined();
    });
});

const projectRow = {
  ...{ id: project, slug: 'acme', public_key: 'pk_1', name: 'Acme', url: null, generated: null },
  ...{ allowed_origins: '[]', theme: '{}', tallied_traits: '[]', require_verified: 0 as const },
  ...{ revision: 1, edition: 1, audit_seq: 0, audit_hash: '' },
  ...{ created_at: now.toISOString(), updated_at: now.toISOString() },
} as const;

const tokenKeyRow = {
  project_id: project,
  id: 'key-1',
  algorithm: 'HS256',
  retired_at: null,
} as const;

/** A ticket of this moment, as version 0.1.0 signed it. */
function landedTicket(secret: string): string {
  const tenths = Math.round(Date.now() / 100 - 50).toString(36);
  const mac = createHmac('sha256', secret).update(`ticket\n${project}\ntag\n${tenths}`).digest();
  return `${tenths}.tag.${mac.subarray(0, 16).toString('base64url')}`;
}

test('a ticket names its key', () => {
  const ticket = issueTicket({ name: 'key-_1', key: 'a key' }, project, 'tag', 1);
  expect(ticket.split('.')).toEqual(['a', 'key-_1', 'tag', expect.stringMatching(/^[\w-]{22}$/)]);
});
