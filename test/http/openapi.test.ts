import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { listOperations, type Operation } from './operations.ts';

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
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`);
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(described)).toEqual(new Set(served));
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
    const conditional = operations.filter(({ method }) => /PATCH|DELETE/.test(method));
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

  describe('as a page', () => {
    test('has every route, and nothing that runs or loads', async () => {
      const reply = await api.app.request('/docs');
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src/,
      );
      const page = await reply.text();
      for (const { method, path } of operations) {
        expect(page).toContain(`<code>${method} ${path}</code>`);
      }
      expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\sstyle=/);
    });
  });
});
