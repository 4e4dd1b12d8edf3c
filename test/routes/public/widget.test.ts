import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBuiltFiles } from '../../../api/site/memory-files.ts';
import { problem } from '../../../contract/problem.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { startServer } from '../../support/processes.ts';

const built = {
  'loader.js': 'console.log("loader");'.repeat(50),
  'widget.js': 'export const widget = 1;'.repeat(50),
  'queue.js': 'export const queue = 1;'.repeat(50),
  'assets/panel-B4x_-9.js': 'export const panel = 1;'.repeat(50),
};
const entries = ['loader.js', 'widget.js', 'queue.js'] as const;
const asset = 'assets/panel-B4x_-9.js';

/** A folder as the build leaves it, with a file that is for nobody outside. */
function writeBuild(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-widget-'));
  mkdirSync(join(folder, 'assets'));
  for (const [path, text] of Object.entries(built)) {
    writeFileSync(join(folder, path), text);
    writeFileSync(join(folder, `${path}.gz`), gzipSync(text));
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(text));
  }
  writeFileSync(join(folder, 'manifest.json'), '{}');
  return folder;
}

onEachDatabase('the widget’s scripts', ({ open }) => {
  let api: TestApi;
  let folder: string;

  beforeEach(async () => {
    folder = writeBuild();
    api = await startApi(await open(), {
      widget: readBuiltFiles(pathToFileURL(`${folder}/`), 'widget'),
    });
  });
  afterEach(async () => {
    await api.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    api.app.request(`/v1/${path}`, { headers, method });

  test.each(Object.entries(built))('are given to pages of any origin: %s', async (path, text) => {
    const reply = await ask(path);
    expect(reply.status).toBe(200);
    expect(await reply.text()).toBe(text);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    expect(reply.headers.has('ratelimit')).toBe(false);
  });

  test.each(entries)('are kept for minutes where the name stays the same: %s', async (name) => {
    const { headers } = await ask(name);
    const brief = 'public, max-age=300, stale-while-revalidate=86400';
    expect(headers.get('cache-control')).toBe(brief);
  });

  test('are kept for ever where the name holds the hash', async () => {
    const { headers } = await ask(asset);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('answer HEAD without a body', async () => {
    const reply = await ask('widget.js', {}, 'HEAD');
    expect([reply.status, await reply.text()]).toEqual([200, '']);
    expect(reply.headers.get('etag')).toBe((await ask('widget.js')).headers.get('etag'));
  });

  describe('are packed as the reader takes them', () => {
    const text = built['widget.js'];

    test.each([
      ['br', 'gzip, deflate, br', brotliDecompressSync],
      ['br', 'BR;q=0.5', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['gzip', 'br;q=0, gzip;q=1.0', gunzipSync],
    ])('as %s for "%s"', async (coding, accepted, unpack) => {
      const reply = await ask('widget.js', { 'accept-encoding': accepted });
      expect(reply.headers.get('content-encoding')).toBe(coding);
      const body = Buffer.from(await reply.arrayBuffer());
      expect(body.length).toBeLessThan(text.length);
      expect(unpack(body).toString()).toBe(text);
    });

    test.each(['', 'identity', 'br;q=0', 'gzip;q=0.000', 'zstd'])(
      'not at all for "%s"',
      async (accepted) => {
        const reply = await ask('widget.js', { 'accept-encoding': accepted });
        expect(reply.headers.has('content-encoding')).toBe(false);
        expect(await reply.text()).toBe(text);
      },
    );
  });

  describe('are not sent again', () => {
    test.each([
      ['the same tag', (tag: string) => tag],
      ['the tag as a cache may write it', (tag: string) => tag.replace('W/', '')],
      ['it among others', (tag: string) => `"x", ${tag}`],
      ['any', () => '*'],
    ])('to whoever has %s', async (_what, known) => {
      const { headers } = await ask('loader.js');
      const again = await ask('loader.js', { 'if-none-match': known(headers.get('etag') ?? '') });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(headers.get('etag'));
      expect(again.headers.get('cache-control')).toBe(headers.get('cache-control'));
    });

    test('unless it is another one', async () => {
      const { headers } = await ask('widget.js');
      const other = await ask('loader.js', { 'if-none-match': headers.get('etag') ?? '' });
      expect(other.status).toBe(200);
    });
  });

  test.each([
    'assets/nothing.js',
    'assets/loader.js',
    'assets/..%2Floader.js',
    'assets/..%2fmanifest.json',
    'assets/%2e%2e%2floader.js',
    'assets/..%5Cloader.js',
    'assets/panel-B4x_-9.js.br',
    'assets/panel-B4x_-9.js%00',
    'assets/__proto__',
    'manifest.json',
  ])('have nothing else among them: %s', async (path) => {
    const reply = await ask(path);
    expect(reply.status).toBe(404);
    expect(problem.parse(await reply.json()).code).toBe('not_found');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });
});

onEachDatabase('the built widget', ({ open }) => {
  test('is served as the loader’s and the module’s names, and their parts', async () => {
    const server = await startServer({ DATABASE_URL: (await open()).url });
    const [loader = '', module = ''] = await Promise.all(
      entries.map(async (name) => {
        const reply = await fetch(`${server.url}/v1/${name}`);
        expect([name, reply.status]).toEqual([name, 200]);
        expect(reply.headers.get('content-encoding')).toMatch(/^(br|gzip)$/);
        return reply.text();
      }),
    );
    expect(loader).not.toMatch(/^\s*(import|export)\b/m);
    const parts = [...module.matchAll(/(?:from|import)\s*\(?["'`]\.\/(assets\/[^"'`]+)/g)];
    expect(parts.length).toBeGreaterThan(0);
    for (const [, path] of parts) {
      expect((await fetch(`${server.url}/v1/${path}`)).status).toBe(200);
    }
    const { stdout } = await server.kill();
    expect(stdout).toContain('"route":"/v1/assets/:file"');
  });
});

test('without a build the operator is told how to make one', () => {
  const nowhere = pathToFileURL(join(tmpdir(), 'tidings-no-such-folder/'));
  expect(() => readBuiltFiles(nowhere, 'widget')).toThrow(
    'The widget is not built: run npm run build.',
  );
});
