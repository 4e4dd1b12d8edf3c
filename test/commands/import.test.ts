import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/ports.ts';
import { type Environment, runTidings, startServer } from '../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidings-import-'));
const changelog = join(folder, 'CHANGES.md');
writeFileSync(changelog, '# Changes\n\nHello.\n\n## 2.0.0\n\n- A\n- B\n\n## 1.0.0\n\n- C\n');
const plain = join(folder, 'package.json');
writeFileSync(plain, '{ "name": "acme" }\n');

describe('tidings import', () => {
  let instance: Environment;

  beforeAll(async () => {
    const DATABASE_URL = `sqlite:${join(folder, 'tidings.db')}`;
    const server = await startServer({ DATABASE_URL });
    const command = ['key', 'create', '--project', 'tidings', '--scope', 'publish'];
    const { stdout } = await runTidings(command, { DATABASE_URL });
    instance = { TIDINGS_URL: server.url, TIDINGS_KEY: stdout.trim().split('\n').at(-1) };
  });

  const run = (path: string, change: Environment = {}, ...more: string[]) =>
    runTidings(['import', path, '--project', 'tidings', ...more], { ...instance, ...change });
  const refused = async (path: string, change: Environment = {}): Promise<string> => {
    const { code, stdout, stderr } = await run(path, change);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    return stderr.trim();
  };

  test('says what would be made, what was, and that nothing is new', async () => {
    const made = '2 releases with 3 notes: live at once, silent (no badge, no survey).';
    const rest = '  2.0.0, 2 notes\n  1.0.0, 1 note\n';
    const intro = 'Line 3 is before the first version and is left out.\n';
    const dry = await run(changelog, {}, '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: `Would import ${made}\n${rest}${intro}` });
    expect((await run(changelog)).stdout).toBe(`Imported ${made}\n${rest}${intro}`);
    expect((await run(changelog)).stdout).toBe(
      `Nothing new: all 2 versions already exist.\n${intro}`,
    );
  });

  test('ends with 1 where there is no version at all', async () => {
    const sentence = `${plain} has no version heading, such as ## 1.2.0.`;
    expect(await refused(plain)).toBe(sentence);
    const json = await run(plain, {}, '--json');
    expect(json).toMatchObject({ code: 1, stderr: `${sentence}\n` });
    expect(JSON.parse(json.stdout)).toMatchObject({ releases: [] });
  });

  test('names a file that cannot be read', async () => {
    expect(await refused('nope.md')).toBe('There is no file nope.md.');
    expect(await refused('docs')).toBe('docs is a folder. Choose a file.');
  });

  test('says that no server answers', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await refused(changelog, { TIDINGS_URL: url })).toContain(
      `${url} does not answer. Start the server (npm start)`,
    );
  });

  test('says that an address is no instance, or not its root', async () => {
    const page = createServer((_request, reply) => reply.end('<h1>Hello</h1>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const { port } = page.address() as { port: number };
    for (const url of [`http://127.0.0.1:${port}`, `${instance.TIDINGS_URL}/api`]) {
      expect(await refused(changelog, { TIDINGS_URL: url })).toBe(
        `${url} is not the root address of a Tidings instance. Check TIDINGS_URL.`,
      );
    }
    page.close();
  });

  test('passes on what the instance says', async () => {
    const key = `${instance.TIDINGS_KEY?.slice(0, -43)}${'A'.repeat(43)}`;
    expect(await refused(changelog, { TIDINGS_KEY: key })).toContain('This API key is unknown');
  });
});
