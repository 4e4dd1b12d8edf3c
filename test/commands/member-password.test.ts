import { expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';
import { ownerTokenAt, testPassword, tokenOf } from '../support/people.ts';
import { runTidings, startServer } from '../support/processes.ts';

onEachDatabase('tidings member password', ({ open }) => {
  test('prints a link to a new password, and says where nobody has the address', async () => {
    const { url } = await open();
    const server = await startServer({ DATABASE_URL: url });
    const token = await ownerTokenAt(url);
    const send = (path: string, body: object) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify(body),
      });
    const email = 'ann@example.com';
    const acceptance = { token, email, name: 'Ann', password: testPassword };
    expect((await send('/api/invitation-acceptances', acceptance)).status).toBe(200);

    const command = ['member', 'password', '--email', ' Ann@Example.com'];
    const { code, stdout } = await runTidings(command, { DATABASE_URL: url, PORT: '15998' });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^The first person to open this link can choose a new password for Ann\. The link works until \d{4}/,
    );
    const link = stdout.trim().split('\n').at(-1) ?? '';
    expect(link).toMatch(/^http:\/\/localhost:15998\/admin\/new-password#enter=[\w-]{43}$/);
    const password = 'seven green boats';
    expect(
      (await send('/api/password-resets', { token: tokenOf({ link }), password })).status,
    ).toBe(200);
    expect((await send('/api/session', { email, password })).status).toBe(200);

    const wrong = await runTidings(command.with(3, 'eve@example.com'), { DATABASE_URL: url });
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toContain('No one signs in here as eve@example.com.');
    expect(await runTidings(['member', 'password'])).toMatchObject({ code: 2 });
  });
});
