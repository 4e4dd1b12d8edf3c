import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../../api/db/connect.ts';
import { migrate } from '../../../api/db/migrate.ts';
import { openKeys } from '../../../api/open-keys.ts';
import { migrations } from '../../../migrations/index.ts';
import { startNode } from '../../support/processes.ts';

const secret = 'kept by version 0.1.0: 32 characters or more';
const now = new Date('2026-06-01T12:00:00.000Z');
/** A process takes a second to start, so CI tries each third step. */
const stride = process.env.TORTURE ? 1 : 3;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-move-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database of version 0.1.0 with its secret in it, brought to today's schema, in a folder. */
async function makeLanded(): Promise<string> {
  const landed = join(folder, 'landed');
  const database = connect(`sqlite:${join(landed, 'tidings.db')}`);
  const older = Object.entries(migrations).filter(([name]) => name < '0013');
  await migrate(database, Object.fromEntries(older));
  const row = { name: 'secret', value: secret, created_at: now.toISOString() };
  await database.writer.insertInto('instance_secret').values(row).execute();
  await migrate(database);
  await database.close();
  return landed;
}

/** Opens the keys in a process that is killed at a step; returns whether there was such a step. */
async function isKilledAt(step: number, url: string): Promise<boolean> {
  const args = ['--import', 'tsx', 'test/db/instance/kill-at-step.ts', url, String(step)];
  const { code, signal, stderr } = await startNode(args).ended;
  expect([code, signal], stderr).toEqual(signal ? [null, 'SIGKILL'] : [0, null]);
  return signal !== null;
}

async function checkNextStart(place: string): Promise<void> {
  const database = connect(`sqlite:${join(place, 'tidings.db')}`);
  const given = { secret: undefined, secretPrevious: undefined };
  const { keys } = await openKeys(database, given, { acceptNewSecret: false, now });
  expect(keys.protection.secrets).toEqual([secret]);
  expect(readFileSync(join(place, 'secret'), 'utf8')).toBe(`${secret}\n`);
  const rows = await database.reader.selectFrom('instance_secret').select('name').execute();
  expect(rows.map(({ name }) => name)).not.toContain('secret');
  await database.close();
  expect(readFileSync(join(place, 'tidings.db'), 'latin1')).not.toContain(secret);
}

test('a process killed at any step of moving the secret to its file loses no secret', {
  timeout: 180_000,
}, async () => {
  const landed = await makeLanded();
  const hadFile: boolean[] = [];
  let step = 1;
  for (let isReached = true; isReached; step += 2 * stride) {
    const both = await Promise.all(
      [step, step + stride].map(async (one) => {
        const place = join(folder, String(one));
        cpSync(landed, place, { recursive: true, mode: 0 });
        const isKilled = await isKilledAt(one, `sqlite:${join(place, 'tidings.db')}`);
        if (isKilled) hadFile.push(existsSync(join(place, 'secret')));
        await checkNextStart(place);
        return isKilled;
      }),
    );
    isReached = both.every(Boolean);
  }
  // Some were killed before the file was there, and some after.
  expect(hadFile.filter((one) => !one).length).toBeGreaterThan(1);
  expect(hadFile.filter(Boolean).length).toBeGreaterThan(1);
});
