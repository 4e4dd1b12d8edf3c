import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { feedPaths, fetchPage, projectSlug, publicPagePath } from './fetch-page.ts';

const paths = [publicPagePath, `${publicPagePath}/1.0`, ...feedPaths];

onEachDatabase('the public page', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api, { slug: projectSlug });
    await acme.publish('1.0', { title: 'Spring' });
  });
  afterEach(() => api.stop());

  test.each(paths)('%s names its bytes, and is not sent twice', async (path) => {
    const first = await fetchPage(api, path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const again = await fetchPage(api, path, { 'if-none-match': known });
      expect([again.status, again.text]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('cache-control')).toBe('no-cache');
      expect(again.headers.get('vary')).toBe(first.headers.get('vary'));
    }
    expect((await fetchPage(api, path, { 'if-none-match': '"other"' })).status).toBe(200);
    await acme.change({ name: 'Apex' });
    const changed = await fetchPage(api, path, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.text).toContain('Apex');
  });

  test.each(paths)('%s is the same on every node', async (path) => {
    const other = await startApi(database.openSecond(), { clock: api.clock });
    api.clock.advance(5000);
    expect((await fetchPage(other, path)).headers.get('etag')).toBe(
      (await fetchPage(api, path)).headers.get('etag'),
    );
    await other.stop();
  });

  test('is another for another language', async () => {
    const english = await fetchPage(api);
    const etag = english.headers.get('etag') ?? '';
    const german = await fetchPage(api, publicPagePath, {
      'accept-language': 'de',
      'if-none-match': etag,
    });
    expect(german.status).toBe(200);
    expect(german.headers.get('etag')).not.toBe(etag);
  });

  test.each([...paths, `${publicPagePath}/nothing`])(
    '%s answers HEAD without a body',
    async (path) => {
      const [got, head] = [
        await fetchPage(api, path),
        await api.app.request(path, { method: 'HEAD' }),
      ];
      expect([head.status, await head.text()]).toEqual([got.status, '']);
      for (const name of ['content-type', 'etag', 'cache-control', 'last-modified']) {
        expect(head.headers.get(name)).toBe(got.headers.get(name));
      }
    },
  );

  test('a release that is not there is not remembered as something', async () => {
    const missing = await fetchPage(api, `${publicPagePath}/2.0`);
    const etag = missing.headers.get('etag') ?? '';
    expect((await fetchPage(api, `${publicPagePath}/2.0`, { 'if-none-match': etag })).status).toBe(
      404,
    );
  });

  test('feeds tell since when they are as they are, and may be read by any page', async () => {
    for (const path of feedPaths) {
      const { headers } = await fetchPage(api, path);
      expect(headers.get('last-modified')).toBe('Mon, 01 Jun 2026 12:00:00 GMT');
      expect(headers.get('access-control-allow-origin')).toBe('*');
    }
    expect((await fetchPage(api)).headers.get('access-control-allow-origin')).toBeNull();
  });

  describe('with too many requests of one network', () => {
    test('says so to people as a page, to feed readers in words', async () => {
      const environment = { RATE_LIMITS: 'on' };
      const strict = await startApi(database.openSecond(), { environment, clock: api.clock });
      const all = await Promise.all(Array.from({ length: 1200 }, () => fetchPage(strict)));
      expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
      const page = await fetchPage(strict);
      expect(page.status).toBe(429);
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(page.headers.get('ratelimit')).toMatch(/^"changelog";r=0;t=\d+$/);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.text).toContain('<h1>Too many requests</h1>');
      const feed = await fetchPage(strict, feedPaths[0]);
      expect(feed.status).toBe(429);
      expect(feed.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(feed.headers.get('access-control-allow-origin')).toBe('*');
      expect(feed.text).toMatch(/^Too many requests\. Try again in \d+ seconds\.\n$/);
      await strict.stop();
    });
  });

  test('says in a page that it cannot answer now, and why not to nobody', async () => {
    await database.writer.schema.alterTable('project').renameTo('gone').execute();
    const { status, headers, text } = await readUnread();
    expect(status).toBe(500);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('<h1>Something went wrong</h1>');
    expect(text.slice(text.indexOf('<body>'))).not.toMatch(/project|relation|table/i);
  });

  /** Nobody has asked this node for anything yet, and nothing tells it of changes. */
  async function readUnread() {
    await api.deps.notices.stop();
    return fetchPage(api);
  }
});
