import { existsSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';
import { testPassword, tokenOf } from '../support/people.ts';
import { runTidings, startServer } from '../support/processes.ts';

onEachDatabase('the links by which people come in', ({ openEmpty }) => {
  const enter = (url: string, token: string, email: string) =>
    fetch(`${url}/api/invitation-acceptances`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ token, email, name: 'Somebody', password: testPassword }),
    });
  const logged = /"file":"([^"]+)".*"The link for the first owner is in this file\."/;
  const otherStart = /The link for the first owner was created by another start/;

  test('are in a file for the first owner, which only its user can read, and never in the log', async () => {
    const { url } = await openEmpty();
    const node = await startServer({ DATABASE_URL: url });
    const [, file = ''] = await node.waitFor(logged);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [, address, token = ''] =
      /^(http:\S+)\/admin\/#enter=(\S+)\n$/.exec(readFileSync(file, 'utf8'))?.slice(0, 3) ?? [];
    expect(address).toBe(`http://localhost:${new URL(node.url).port}`);
    const { stdout, stderr } = await node.kill('SIGINT');
    expect(stdout + stderr).not.toContain(token);

    const again = await startServer({ DATABASE_URL: url });
    // A restart finds the file beside the SQLite file; other nodes cannot know where it is.
    const onSqlite = url.startsWith('sqlite:');
    await again.waitFor(onSqlite ? logged : otherStart);
    const reply = await enter(again.url, token, 'ann@example.com');
    expect(await reply.json()).toMatchObject({ projects: [{ slug: 'tidings', role: 'owner' }] });
    await again.kill('SIGINT');

    const later = await startServer({ DATABASE_URL: url });
    await later.waitFor(/"serving"/);
    const { stdout: log } = await later.kill('SIGINT');
    expect(log).not.toMatch(/first owner/);
    expect(existsSync(file)).toBe(!onSqlite);
  });

  test('come for the first owner from tidings owner-link too, which ends the one before', async () => {
    const { url } = await openEmpty();
    const node = await startServer({ DATABASE_URL: url });
    const [, file = ''] = await node.waitFor(logged);
    const former = tokenOf({ link: readFileSync(file, 'utf8').trim() });
    const { code, stdout } = await runTidings(['owner-link'], { DATABASE_URL: url });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^The first person to open this link becomes the owner\. The link works until \d{4}/,
    );
    const token = tokenOf({ link: stdout.trim().split('\n').at(-1) ?? '' });
    expect((await enter(node.url, former, 'ann@example.com')).status).toBe(404);
    expect((await enter(node.url, token, 'ann@example.com')).status).toBe(200);
    const late = await runTidings(['owner-link'], { DATABASE_URL: url });
    expect(late).toMatchObject({ code: 1, stdout: '' });
    expect(late.stderr).toContain('This instance already has people');
    expect(late.stderr).toContain('npx tidings member link');
  });

  test('come from tidings member link too', async () => {
    const { url } = await openEmpty();
    const server = await startServer({ DATABASE_URL: url });
    const command = ['member', 'link', '--project', 'tidings', '--role', 'publisher'];
    const { code, stdout } = await runTidings(command, { DATABASE_URL: url, PORT: '15999' });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^The first person to open this link becomes publisher of tidings\. The link works until \d{4}/,
    );
    const link = stdout.trim().split('\n').at(-1) ?? '';
    expect(link).toMatch(/^http:\/\/localhost:15999\/admin\/#enter=[\w-]{43}$/);
    const reply = await enter(server.url, tokenOf({ link }), 'bob@example.com');
    expect(await reply.json()).toMatchObject({
      projects: [{ slug: 'tidings', role: 'publisher' }],
    });
    // Nobody says a port twice: the server's own address is kept for the commands.
    const unsaid = await runTidings(command, { DATABASE_URL: url });
    const { port } = new URL(server.url);
    expect(unsaid.stdout.trim().split('\n').at(-1)).toMatch(
      `http://localhost:${port}/admin/#enter=`,
    );
    const [, , ...rest] = command;
    const wrong = await runTidings(['member', 'link', ...rest.with(1, 'acme')], {
      DATABASE_URL: url,
    });
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toContain('Existing projects: tidings.');
    const misused = await runTidings(['member', 'link', ...rest.with(3, 'king')]);
    expect(misused).toMatchObject({ code: 2 });
  });
});
