import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feed } from '../../contract/feed.ts';
import { onEachDatabase } from '../support/databases.ts';
import { type Environment, runTidings, startServer } from '../support/processes.ts';

const newest = /^## \[(\d.*?)\]/m.exec(readFileSync('CHANGELOG.md', 'utf8'))?.[1];

async function newFile(name: string, content = ''): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'tidings-test-')), name);
  if (content) writeFileSync(path, content);
  return path;
}

async function createKey(environment: Environment, ...more: string[]): Promise<string> {
  const command = ['key', 'create', '--project', 'tidings', '--scope', 'admin', ...more];
  const { code, stdout } = await runTidings(command, environment);
  expect(code).toBe(0);
  return stdout.trim().split('\n').at(-1) ?? '';
}

onEachDatabase('tidings serve', ({ openEmpty, open }) => {
  test('begins with nothing, and shows our own newest release, open to ratings', async () => {
    const { url } = await openEmpty();
    const server = await startServer({ DATABASE_URL: url });
    const key = await createKey({ DATABASE_URL: url });
    const project = await fetch(`${server.url}/api/projects/tidings`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const { publicKey } = await project.json();
    const reply = await fetch(`${server.url}/v1/feed`, {
      method: 'POST',
      body: JSON.stringify({ project: publicKey, want: 'panel' }),
    });
    const shown = feed.parse(await reply.json());
    expect(shown.unread).toBe(1);
    expect(shown.releases[0]).toMatchObject({
      version: newest,
      survey: { kind: 'csat', points: 5 },
    });
  });

  test('leaves a project alone that is there already', async () => {
    const { url } = await open();
    for (const _ of [1, 2]) {
      const server = await startServer({ DATABASE_URL: url });
      await server.kill('SIGINT');
    }
    const key = await createKey({ DATABASE_URL: url });
    const server = await startServer({ DATABASE_URL: url });
    const reply = await fetch(`${server.url}/api/projects/tidings/releases`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const { data } = await reply.json();
    expect(data.filter(({ version }: { version: string }) => version === newest)).toHaveLength(1);
  });

  test('makes one first project, however many nodes begin at once', async () => {
    const database = await openEmpty();
    await Promise.all([1, 2, 3].map(() => startServer({ DATABASE_URL: database.url })));
    const projects = await database.reader.selectFrom('project').select('slug').execute();
    expect(projects).toEqual([{ slug: 'tidings' }]);
  });

  test('hands out tickets that hold over a restart and on every node', async () => {
    const database = await open();
    const first = await startServer({ DATABASE_URL: database.url });
    const { public_key: project } = await database.reader
      .selectFrom('project')
      .select('public_key')
      .executeTakeFirstOrThrow();
    const readKeys = () =>
      database.reader.selectFrom('instance_secret').selectAll().orderBy('name').execute();
    const before = await readKeys();
    expect(before.filter(({ name }) => name.startsWith('ticket:'))).toHaveLength(1);
    await first.kill('SIGINT');
    const nodes = await Promise.all([1, 2].map(() => startServer({ DATABASE_URL: database.url })));
    const tags = nodes.map(async ({ url }) => {
      const body = JSON.stringify({ project, want: 'panel' });
      return (await (await fetch(`${url}/v1/feed`, { method: 'POST', body })).json()).tag;
    });
    expect(new Set(await Promise.all(tags)).size).toBe(1);
    expect(await readKeys()).toEqual(before);
  });
});

onEachDatabase('tidings verify', ({ open }) => {
  test('finds a new instance whole, and a count that somebody changed', async () => {
    const database = await open();
    const { url } = database;
    const server = await startServer({ DATABASE_URL: url });
    await server.kill('SIGINT');
    const whole = await runTidings(['verify'], { DATABASE_URL: url });
    expect(whole).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('all counts are correct'),
    });

    const { project_id, id } = await database.reader
      .selectFrom('release')
      .select(['project_id', 'id'])
      .where('published_at', 'is not', null)
      .executeTakeFirstOrThrow();
    const key = { release_id: id, kind: 'shown', day: '2026-01-01', dimension: 'all' } as const;
    const row = { project_id, ...key, value: '', slot: 0, count: 7 };
    await database.writer.insertInto('exposure_tally').values(row).execute();
    await database.writer.updateTable('audit_entry').set({ action: 'release.forged' }).execute();
    const { code, stdout } = await runTidings(['verify'], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(stdout).toContain('audit entry 1 was changed');
    expect(stdout).toContain('exposure_tally does not match');
  });
});

describe('tidings serve refuses to start', () => {
  const refused = async (environment: Environment): Promise<string> => {
    const { code, stderr } = await runTidings(['serve'], { PORT: '0', ...environment });
    expect(code).toBe(1);
    expect(stderr).not.toContain('    at ');
    return stderr;
  };

  test('with wrong variables, and names all of them', async () => {
    const said = await refused({ PORT: 'x', LOG_LEVEL: 'loud', SECRET: 'secret' });
    for (const name of ['PORT', 'LOG_LEVEL', 'SECRET']) expect(said).toContain(name);
  });

  test('on a file that is no database, and says what to do', async () => {
    const path = await newFile('notes.txt', 'Just some notes. '.repeat(1000));
    expect(await refused({ DATABASE_URL: `sqlite:${path}` })).toContain(
      'Restore your latest backup',
    );
    expect(readFileSync(path, 'utf8')).toBe('Just some notes. '.repeat(1000));
  });

  test('without a PostgreSQL that answers', async () => {
    const said = await refused({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(said).toContain('PostgreSQL at 127.0.0.1:1 does not answer. Check DATABASE_URL.');
  });

  test('on a port that is taken', async () => {
    const url = `sqlite:${await newFile('tidings.db')}`;
    const server = await startServer({ DATABASE_URL: url });
    const port = new URL(server.url).port;
    expect(await refused({ DATABASE_URL: url, PORT: port })).toContain(
      `Port ${port} is already in use.`,
    );
  });

  test('on a host that is not this machine', async () => {
    const url = `sqlite:${await newFile('tidings.db')}`;
    const said = await refused({ DATABASE_URL: url, HOST: '192.0.2.1' });
    expect(said).toBe(
      'HOST 192.0.2.1 is not an address of this machine. Choose one of its addresses.\n',
    );
  });
});

const keyCommand = ['key', 'create', '--project', 'acme', '--scope', 'read'];

describe('tidings', () => {
  test('explains itself, and ends with 2 where it is misused', async () => {
    expect(await runTidings(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/serve[\s\S]*migrate/),
    });
    expect(await runTidings(['publisch'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('publisch'),
    });
    expect(await runTidings(['key', 'create'])).toMatchObject({ code: 2 });
  });

  test('says that a project is not there', async () => {
    const url = `sqlite:${await newFile('tidings.db')}`;
    await runTidings(['migrate'], { DATABASE_URL: url });
    const ending = await runTidings(keyCommand, { DATABASE_URL: url });
    expect(ending).toMatchObject({ code: 1, stdout: '' });
    expect(ending.stderr).toContain(
      `There is no project "acme" in ${url}. It has no projects yet.`,
    );
    const server = await startServer({ DATABASE_URL: url });
    await server.kill('SIGINT');
    const again = await runTidings(keyCommand, { DATABASE_URL: url });
    expect(again.stderr).toContain('Existing projects: tidings.');
  });

  test.each([
    ['key create', keyCommand],
    ['member link', ['member', 'link', '--project', 'acme', '--role', 'viewer']],
    ['member password', ['member', 'password', '--email', 'ann@example.com']],
    ['verify', ['verify']],
  ])('%s makes no database where there is none', async (_name, command) => {
    const path = await newFile('tidings.db');
    const ending = await runTidings(command, { DATABASE_URL: `sqlite:${path}` });
    expect(ending).toMatchObject({ code: 1, stdout: '' });
    expect(ending.stderr).toContain(`There is no database at ${path}. Run this command`);
    expect(existsSync(path)).toBe(false);
  });

  test('tells the name of a new key before the key', async () => {
    const url = `sqlite:${await newFile('tidings.db')}`;
    const server = await startServer({ DATABASE_URL: url });
    await server.kill('SIGINT');
    const command = [...keyCommand.with(3, 'tidings'), '--name', 'CI'];
    const { stdout } = await runTidings(command, { DATABASE_URL: url });
    expect(stdout).toMatch(/^Created the read key "CI" \(prefix .{6}\).*\nsk_\S+\n$/);
  });

  test('migrates once', async () => {
    const url = `sqlite:${await newFile('tidings.db')}`;
    expect((await runTidings(['migrate'], { DATABASE_URL: url })).stdout).toContain(
      '0001_projects',
    );
    expect((await runTidings(['migrate'], { DATABASE_URL: url })).stdout).toContain('up to date');
  });

  test('writes nothing but JSON to standard output if that is no terminal', async () => {
    const url = `sqlite:${await newFile('tidings.db')}`;
    const server = await startServer({ DATABASE_URL: url });
    const { stdout, stderr } = await server.kill('SIGINT');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { port } = new URL(server.url);
    const serving = { url: `http://localhost:${port}`, listening: `127.0.0.1:${port}` };
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'serving', ...serving }));
    expect(stderr).toBe('');
  });

  test('writes no key, token, address or comment into a log line', async () => {
    const url = `sqlite:${await newFile('tidings.db')}`;
    const server = await startServer({ DATABASE_URL: url, LOG_LEVEL: 'trace' });
    const key = await createKey({ DATABASE_URL: url });
    const words = ['a-very-private-word', 'pk_not_ours', 'eyJhbGciOiJub25lIn0.e30.', key];
    await fetch(`${server.url}/v1/feed?token=${words[2]}`, {
      method: 'POST',
      body: JSON.stringify({ project: 'pk_not_ours', want: 'panel', comment: words[0] }),
      headers: { authorization: `Bearer ${key}`, cookie: words[0] ?? '' },
    });
    await fetch(`${server.url}/api/projects/tidings`, {
      headers: { authorization: `Bearer ${key}` },
    });
    await server.kill('SIGINT');
    const log = server.output();
    expect(log).toContain('"route":"/api/projects/:project"');
    for (const word of [...words, key.slice(-20), '127.0.0.1"']) expect(log).not.toContain(word);
  });
});
