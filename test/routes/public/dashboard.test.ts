import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MemoryFile } from '../../../api/site/memory-files.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase } from '../../support/databases.ts';

const file = (mediaType: string, text: string): MemoryFile => ({
  mediaType,
  etag: `W/"${text.length}"`,
  plain: Buffer.from(text),
  packed: {},
});
const dashboard = new Map([
  ['index.html', file('text/html; charset=utf-8', '<!doctype html>')],
  ['assets/index-x1.js', file('text/javascript; charset=utf-8', 'export {};')],
]);

onEachDatabase('the dashboard', ({ open }) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi(await open(), { dashboard });
  });
  afterEach(() => api.stop());

  test.each(['/admin/', '/admin/acme/releases?state=draft', '/admin/a/b/c/d'])(
    'is one page, whatever stands below its address: %s',
    async (path) => {
      const reply = await api.app.request(path);
      expect([reply.status, await reply.text()]).toEqual([200, '<!doctype html>']);
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    },
  );

  test('has a policy without any exception', async () => {
    for (const path of ['/admin/', '/admin/assets/index-x1.js']) {
      const { headers } = await api.app.request(path);
      const policy = headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain(
        "require-trusted-types-for 'script'; trusted-types lit-html tidings",
      );
      expect(policy).not.toMatch(/unsafe|\*|data:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });

  test('has files that never change, and no others', async () => {
    const reply = await api.app.request('/admin/assets/index-x1.js');
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['nothing.js', '..%2Findex.html', 'manifest.json', '__proto__']) {
      expect((await api.app.request(`/admin/assets/${path}`)).status).toBe(404);
    }
  });

  test('is not sent again to whoever has it', async () => {
    const { headers } = await api.app.request('/admin/');
    const known = { 'if-none-match': headers.get('etag') ?? '' };
    const again = await api.app.request('/admin/acme/releases', { headers: known });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('is found without the slash', async () => {
    const reply = await api.app.request('/admin?x=1');
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/admin/?x=1']);
  });
});
