import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listOperations, type Operation } from '../http/operations.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { createTestProject } from '../support/projects.ts';

onEachDatabase('the OpenAPI document', ({ open }) => {
  let api: TestApi;
  let operations: Operation[];

  beforeEach(async () => {
    api = await startApi(await open());
    operations = await listOperations(api);
  });

  afterEach(() => api.stop());

  test('has every route that is served, and serves every route that it has', () => {
    const served = api.app.routes
      // The dashboard's pages are for people.
      .filter(({ method, path }) => method !== 'ALL' && !/^\/admin\b/.test(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`);
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(described)).toEqual(new Set(served));
  });

  test('has patterns that are patterns, without the flags of ours', async () => {
    const text = await (await api.app.request('/openapi.json')).text();
    const patterns = [...text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, one = '""']) =>
      JSON.parse(one),
    );
    expect(patterns.length).toBeGreaterThan(5);
    for (const pattern of patterns) {
      expect(pattern).not.toMatch(/\/[a-z]+$/);
      expect(() => new RegExp(pattern, 'u')).not.toThrow();
    }
  });

  test('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id, at) => id === undefined || ids.indexOf(id) !== at)).toEqual([]);
  });

  test('says that a member’s body is required, except where an empty one means something', () => {
    const optional = operations
      .filter(
        ({ path, requestBody }) => path.startsWith('/api/') && requestBody?.required === false,
      )
      .map(({ path }) => path);
    expect(optional).toEqual(['/api/projects/{project}/releases/{release}/publish']);
  });

  test('asks for If-Match wherever something is changed or deleted', () => {
    const conditional = operations.filter(
      ({ method, signedIn }) => /PATCH|DELETE/.test(method) && !signedIn,
    );
    expect(conditional.length).toBeGreaterThan(3);
    for (const { parameters } of conditional) {
      expect(parameters).toContainEqual(
        expect.objectContaining({ in: 'header', name: 'If-Match', required: true }),
      );
    }
  });

  test('lints clean', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidings-openapi-'));
    const path = join(folder, 'openapi.json');
    writeFileSync(path, await (await api.app.request('/openapi.json')).text());
    const { status, stdout, stderr } = spawnSync('npx', ['redocly', 'lint', path], {
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
    });
    rmSync(folder, { recursive: true });
    expect(`${stdout}${stderr}`).toContain('Your API description is valid');
    expect(`${stdout}${stderr}`).not.toMatch(/\d+ (warning|error)/);
    expect(status).toBe(0);
  });

  test('shows a switch in a query as a boolean', () => {
    const parameters = operations.flatMap((operation) => operation.parameters ?? []);
    const dryRun = parameters.find(({ name }) => name === 'dryRun');
    expect(dryRun).toMatchObject({ in: 'query', schema: { type: 'boolean', default: false } });
  });

  describe('tells the headers of a reply, no more and no fewer:', () => {
    const headers = ['ETag', 'Location', 'Link', 'Idempotency-Replayed', 'RateLimit'];
    const one = '/api/projects/{project}';

    /** Each sent twice, the second time as a repetition; the list has more than one page. */
    test.each([
      ['GET', one, undefined],
      ['PATCH', one, { name: 'Better' }],
      ['POST', `${one}/releases`, { version: '3' }],
      ['GET', `${one}/releases`, undefined],
      ['GET', `${one}/releases/{release}`, undefined],
      ['PATCH', `${one}/releases/{release}`, { title: 'Better' }],
      ['POST', `${one}/releases/{release}/publish`, {}],
      ['DELETE', `${one}/releases/{release}`, undefined],
      ['GET', `${one}/releases/{release}/score`, undefined],
      ['POST', `${one}/keys`, { name: 'CI', scope: 'publish' }],
    ])('%s %s', async (method, path, body) => {
      const project = await createTestProject(api);
      const client = api.as(await project.key('admin'));
      const releases = `/api/projects/${project.slug}/releases`;
      await client.send('POST', releases, { version: '1' });
      const { id } = await (await client.send('POST', releases, { version: '2' })).json();
      const address = path.replace('{project}', project.slug).replace('{release}', id);
      const query = path === `${one}/releases` && method === 'GET' ? '?limit=1' : '';
      const send = () =>
        client.send(method, address + query, body, { 'if-match': '*', 'idempotency-key': 'once' });
      await send();
      const reply = await send();

      const described = await replyOf(method, path, reply.status);
      expect(reply.status).toBeLessThan(300);
      expect(Object.keys(described.headers ?? {}).sort()).toEqual(
        headers.filter((name) => reply.headers.has(name)).sort(),
      );
    });

    test('Retry-After where trying again makes sense', async () => {
      const [early, busy, wrong] = await Promise.all(
        [425, 429, 422].map((status) => replyOf('POST', '/v1/responses', status)),
      );
      expect(Object.keys(early?.headers ?? {})).toEqual(['Retry-After']);
      expect(Object.keys(busy?.headers ?? {})).toEqual(['Retry-After']);
      expect(wrong?.headers).toBeUndefined();
    });
  });

  async function replyOf(method: string, path: string, status: number) {
    const document: Document = await (await api.app.request('/openapi.json')).json();
    const described = document.paths[path]?.[method.toLowerCase()]?.responses[status];
    if (!described) throw new Error(`${method} ${path} is not described with ${status}.`);
    return described;
  }
});

type Replies = Record<number, { headers?: Record<string, unknown> }>;
interface Document {
  paths: Record<string, Record<string, { responses: Replies }>>;
}
