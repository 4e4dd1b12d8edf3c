import { afterEach, beforeEach, expect, test } from 'vitest';
import { problem } from '../../../contract/problem.ts';
import { listOperations } from '../../http/operations.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase } from '../../support/databases.ts';

onEachDatabase('a request that no route takes', ({ open }) => {
  let api: TestApi;

  beforeEach(async () => {
    api = await startApi(await open());
  });
  afterEach(() => api.stop());

  const ask = async (method: string, path: string) => api.app.request(path, { method });

  test('with another method is told which ones there are, at every address', async () => {
    const operations = await listOperations(api);
    const paths = new Set(operations.map(({ path }) => path));
    expect(paths.size).toBeGreaterThan(10);
    for (const path of paths) {
      const there = operations.filter((one) => one.path === path).map(({ method }) => method);
      const head = there.includes('GET') ? ['HEAD'] : [];
      const reply = await ask('PUT', path.replaceAll(/\{\w+\}/g, 'x'));
      expect({ path, status: reply.status }).toEqual({ path, status: 405 });
      expect(problem.parse(await reply.json()).code).toBe('method_not_allowed');
      const allowed = reply.headers.get('allow')?.split(', ').sort();
      expect(allowed).toEqual([...there, ...head, 'OPTIONS'].sort());
    }
  });

  test('at an unknown address finds nothing', async () => {
    for (const path of ['/v1/nothing', '/api/projects/x/nothing', '/nothing']) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const reply = await ask(method, path);
        expect(reply.status).toBe(404);
        expect((await reply.json()).code).toBe('not_found');
        expect(reply.headers.has('allow')).toBe(false);
      }
    }
  });

  test('of a browser at an unknown address gets a page with a way home', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    for (const path of ['/nothing', '/releases/1.0', '/admin.php']) {
      const reply = await api.app.request(path, { headers: { accept } });
      expect(reply.status).toBe(404);
      expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
      expect(reply.headers.get('vary')).toBe('Accept');
      expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
      const text = await reply.text();
      expect(text).toContain('<h1>Page not found</h1>');
      expect(text).toContain(`href="${api.deps.config.publicUrl}/"`);
      expect(text).not.toContain(path);
    }
    const posted = await api.app.request('/nothing', { method: 'POST', headers: { accept } });
    expect(problem.parse(await posted.json()).code).toBe('not_found');
  });

  test('of the public wire can be read by any page', async () => {
    const reply = await ask('GET', '/v1/feed');
    expect(reply.status).toBe(405);
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('OPTIONS is told what a page may send, on the public wire alone', async () => {
    const open = await ask('OPTIONS', '/v1/feed');
    expect(open.status).toBe(204);
    expect(open.headers.get('access-control-allow-origin')).toBe('*');
    expect(open.headers.get('access-control-allow-methods')).toBe('OPTIONS, POST');
    expect(open.headers.get('access-control-allow-headers')).toBe('Content-Type');
    const closed = await ask('OPTIONS', '/api/projects');
    expect(closed.status).toBe(204);
    expect(closed.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
    expect(closed.headers.has('access-control-allow-origin')).toBe(false);
  });
});
