import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { sqlitePath } from '../../../api/db/connect.ts';
import { createProtection } from '../../../api/db/instance/protection.ts';
import { startApi } from '../../support/api.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { addMember, createPageClient } from '../../support/people.ts';
import { runTidings, startServer } from '../../support/processes.ts';
import { createTestProject } from '../../support/projects.ts';

const first = 'the first secret of the tests, long enough';
const second = 'the second secret of the tests, long enough';

onEachDatabase('a started server', ({ dialect, open }) => {
  const readiness = async (url: string) => (await fetch(`${url}/readyz`)).json();

  if (dialect === 'sqlite') {
    test('keeps its secret in a file of mode 0600, and finds it again', async () => {
      const { url } = await open();
      const folder = dirname(sqlitePath(url) ?? '');
      const server = await startServer({ DATABASE_URL: url });
      const secret = readFileSync(join(folder, 'secret'), 'utf8');
      expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
      expect(await readiness(server.url)).toEqual({ status: 'ready' });
      await server.kill('SIGKILL');
      const again = await startServer({ DATABASE_URL: url });
      expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe(secret);
      await again.kill();
      const others = readdirSync(folder, { withFileTypes: true }).filter(
        (one) => one.isFile() && one.name !== 'secret',
      );
      expect(others.length).toBeGreaterThan(0);
      for (const { name } of others) {
        expect(readFileSync(join(folder, name), 'latin1')).not.toContain(secret.trim());
      }
    });

    test('is refused if the file is lost, and says how to go on', async () => {
      const { url } = await open();
      await (await startServer({ DATABASE_URL: url })).kill();
      rmSync(join(dirname(sqlitePath(url) ?? ''), 'secret'));
      const { code, stderr } = await runTidings(['serve'], { DATABASE_URL: url, PORT: '0' });
      expect(code).toBe(1);
      expect(stderr).toMatch(/secret of this database is missing.*--accept-new-secret/);
    });
  } else {
    test('says that its secret is in the database, in the log and to /readyz', async () => {
      const { url } = await open();
      const server = await startServer({ DATABASE_URL: url });
      const { detail } = await readiness(server.url);
      expect(detail).toEqual([expect.stringMatching(/^SECRET is not set.*can forge sessions/)]);
      await server.waitFor(/"level":40.*SECRET is not set/);
      await server.kill();
      const set = await startServer({ DATABASE_URL: url, SECRET: first });
      expect(await readiness(set.url)).toEqual({ status: 'ready' });
      await set.kill();
    });
  }

  test('is refused under another secret, unless that is accepted', {
    timeout: 120_000,
  }, async () => {
    const { url } = await open();
    await (await startServer({ DATABASE_URL: url, SECRET: first })).kill();
    const changed = { DATABASE_URL: url, SECRET: second };
    const refused = await runTidings(['serve'], { ...changed, PORT: '0' });
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/is not the one that this database was used with/);
    expect(refused.stdout + refused.stderr).not.toContain(second);
    await (await startServer({ ...changed, SECRET_PREVIOUS: first })).kill();
    await (await startServer(changed)).kill();
  });

  test('gives nothing to forge a session with to whoever copies its database', async () => {
    const database = await open();
    const api = await startApi(database);
    const ann = await addMember(api, await createTestProject(api), 'owner');
    await (await startServer({ DATABASE_URL: database.url, SECRET: first })).kill();
    const { keys } = api.deps;
    const victim = await startApi(database, {
      keys: { ...keys, protection: createProtection([first]) },
    });
    const rows = await database.reader.selectFrom('instance_secret').selectAll().execute();
    const stored = rows.map(({ value }) => value).filter((value) => value !== '');
    expect(stored.length).toBeGreaterThanOrEqual(4);
    const token = decodeURIComponent(ann.cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    const forge = (key: string) => {
      const signature = createHmac('sha256', key).update(token).digest('base64');
      return `${ann.cookie.split('=')[0]}=${encodeURIComponent(`${token}.${signature}`)}`;
    };
    const status = async (key: string) =>
      (await createPageClient(victim, forge(key)).get('/api/session')).status;
    const [sessionKey] = createProtection([first]).derive('session cookies');
    expect(await status(sessionKey)).toBe(200);
    for (const value of stored) {
      const derived = createProtection([value]).derive('session cookies')[0];
      expect([await status(value), await status(derived)]).toEqual([401, 401]);
    }
    await Promise.all([api.stop(), victim.stop()]);
  });
});
