import { expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';
import { ownerTokenAt } from '../support/people.ts';
import { startServer } from '../support/processes.ts';

const words = {
  email: 'ann.private@example.com',
  unknown: 'eve.private@example.com',
  name: 'Ann of the log',
  password: 'a very private password',
  next: 'another private password',
  wrong: 'a wrong private password',
};

onEachDatabase('the log', ({ openEmpty }) => {
  test('has no address, name, password, link or cookie of whoever signs in', async () => {
    const database = await openEmpty();
    const server = await startServer({ DATABASE_URL: database.url, LOG_LEVEL: 'trace' });
    const token = await ownerTokenAt(database.url);
    const cookies: string[] = [];
    const devices: string[] = [];
    const call = async (method: string, path: string, body?: object) => {
      const reply = await fetch(server.url + path, {
        method,
        headers: {
          origin: server.url,
          'content-type': 'application/json',
          cookie: cookies.at(-1) ?? '',
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      for (const cookie of reply.headers.getSetCookie()) {
        const kept = cookie.startsWith('tidings-session=') ? cookies : devices;
        if (reply.ok) kept.push(cookie.split(';')[0] ?? '');
      }
      return reply.status;
    };
    const { email, unknown, name, password, next, wrong } = words;
    const signIn = (who: string, by: string) =>
      call('POST', '/api/session', { email: who, password: by });
    expect(await call('POST', '/api/invitation-lookups', { token })).toBe(200);
    const acceptance = { token, email, name, password };
    expect(await call('POST', '/api/invitation-acceptances', acceptance)).toBe(200);
    expect(await call('POST', '/api/invitation-acceptances', acceptance)).toBe(409);
    expect(await signIn(unknown, wrong)).toBe(401);
    expect(await signIn(email, wrong)).toBe(401);
    expect(await signIn(email, password)).toBe(200);
    expect(await call('POST', '/api/password', { current: wrong, next })).toBe(422);
    expect(await call('POST', '/api/password', { current: password, next })).toBe(204);
    expect(await call('POST', '/api/password-link-lookups', { token })).toBe(404);
    expect(await call('POST', '/api/password-resets', { token, password })).toBe(404);
    // A database that fails in the midst of it says what it was asked.
    await database.writer.schema.alterTable('person_session').renameTo('gone').execute();
    expect(await signIn(email, next)).toBe(500);
    expect(await call('GET', '/api/session')).toBe(503);
    await database.writer.schema.alterTable('person').renameTo('gone_too').execute();
    expect(await signIn(unknown, wrong)).toBe(500);

    const { stdout, stderr } = await server.kill('SIGINT');
    expect(stderr).toBe('');
    const log = stdout.split('\n');
    expect(log.filter((line) => line.includes('"route":"/api/session"'))).toHaveLength(6);
    expect(log.filter((line) => line.includes('"level":50')).length).toBeGreaterThanOrEqual(3);
    expect(cookies).toHaveLength(2);
    expect(devices).toHaveLength(3);
    const secrets = [...cookies, ...devices].map(
      (cookie) => cookie.split('=')[1]?.slice(0, 32) ?? '',
    );
    for (const word of [...Object.values(words), token, ...secrets]) {
      expect(word.length).toBeGreaterThan(10);
      expect(log.join('\n')).not.toContain(word);
    }
  });
});
