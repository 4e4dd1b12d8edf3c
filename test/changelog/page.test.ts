import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPublisher, type Publisher, readFeed, versionsOf } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  feedPaths,
  fetchPage,
  linkOn,
  metaOf,
  projectSlug,
  publicPagePath,
  releasesOn,
} from './fetch-page.ts';

const publicUrl = 'https://notes.example';

onEachDatabase('the public page', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database, { environment: { PUBLIC_URL: publicUrl } });
    acme = await createPublisher(api, { slug: projectSlug, url: 'https://www.acme.example/app' });
  });
  afterEach(() => api.stop());

  const at = (path: string) => fetchPage(api, publicPagePath + path);

  describe('shows', () => {
    test('a release with its notes, kinds, date and a link to its own page', async () => {
      const notes = [
        { kind: 'new' as const, title: 'Dark mode', body: 'At last.' },
        { kind: 'new' as const, title: '', body: 'And a light one.' },
        { kind: 'security' as const, title: '', body: 'Keys expire.' },
      ];
      await acme.publish('1.0', { title: 'Spring', major: true, notes });
      const { status, headers, text } = await fetchPage(api);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(text).toContain('<h1>What’s new</h1>');
      expect(text).toMatch(/<h2 [^>]*><a href="\/changelog\/acme\/1\.0">Spring<\/a><\/h2>/);
      expect(text).toContain('<span class="version" dir="auto">1.0</span>');
      expect(text).toContain('datetime="2026-06-01" lang="en" dir="auto">June 1, 2026</time>');
      expect(text).toContain('<span class="major">Major</span>');
      expect(text).toContain(
        '<h4 class="title">Dark mode</h4><div class="text"><p>At last.</p></div>',
      );
      expect(text.match(/<h3><span class="kind (\w+)">/g)).toHaveLength(2);
      expect(text).toMatch(
        /<a href="https:\/\/www\.acme\.example\/app" rel="noopener">acme\.example</,
      );
    });

    test('that there is nothing yet', async () => {
      expect((await fetchPage(api)).text).toContain('No releases yet');
    });

    test('what a panel shows, in its order, page by page', async () => {
      await acme.publish('pinned', { displayDate: '2019-01-01', pinned: true });
      for (let n = 0; n < 45; n += 1) await acme.publish(`v${n}`, { displayDate: day(n % 30) });
      let path: string | undefined = publicPagePath;
      let before: string | undefined;
      let pages = 0;
      do {
        const page = await fetchPage(api, path);
        const panel = await readFeed(api, acme.publicKey, { before });
        expect(releasesOn(page)).toEqual(versionsOf(panel));
        before = panel.next;
        path = linkOn(page, 'Older releases');
        pages += 1;
      } while (path);
      expect(before).toBeUndefined();
      expect(pages).toBe(3);
    });

    test('the way back to what is newer, and one address for each page', async () => {
      for (let n = 0; n < 45; n += 1) await acme.publish(`v${n}`, { displayDate: day(n % 30) });
      const first = await fetchPage(api);
      const second = await fetchPage(api, linkOn(first, 'Older releases'));
      const third = await fetchPage(api, linkOn(second, 'Older releases'));
      expect(linkOn(first, 'Newer releases')).toBeUndefined();
      expect(linkOn(second, 'Newer releases')).toBe(publicPagePath);
      const back = await fetchPage(api, linkOn(third, 'Newer releases'));
      expect(back.text).toBe(second.text);
      const canonical = /<link rel="canonical" href="([^"]*)">/;
      expect(canonical.exec(first.text)?.[1]).toBe(publicUrl + publicPagePath);
      expect(canonical.exec(back.text)?.[1]).toBe(publicUrl + linkOn(first, 'Older releases'));
    });

    test('the project’s colours, corners and fonts', async () => {
      const dark = { accent: '#90ee90' };
      const font = '"Inter", Georgia';
      await acme.change({ theme: { accent: '#006400', radius: 2, font, dark } });
      const { text } = await fetchPage(api);
      expect(text).toMatch(/:root\{color-scheme:light dark;--accent:#006400;/);
      expect(text).toMatch(/prefers-color-scheme:dark\)\{:root\{--accent:#90ee90;/);
      expect(text).toContain('--radius:2px;--font:"Inter", Georgia,system-ui,sans-serif');
    });

    test('link previews and readers of feeds what they look for', async () => {
      await acme.publish('1.0', { title: 'Spring' });
      const page = await fetchPage(api);
      expect(metaOf(page, 'description')).toBe('What’s new in Acme: Spring (1.0)');
      expect(metaOf(page, 'og:title')).toBe('What’s new in Acme');
      expect(metaOf(page, 'og:url')).toBe(publicUrl + publicPagePath);
      const alternates = page.text.match(
        /<link rel="alternate" type="[^"]+" title="[^"]+" href="[^"]+">/g,
      );
      const addresses = alternates?.map((link) => /href="([^"]+)"/.exec(link)?.[1]);
      expect(addresses).toEqual(feedPaths.map((path) => publicUrl + path));
    });
  });

  describe('of one release', () => {
    test('has its notes a level higher, and tells what it is about', async () => {
      const notes = [
        { kind: 'new' as const, title: 'Dark mode', body: 'At <b>last</b> &#x26; <i>now</i>.' },
      ];
      await acme.publish('1.0', { title: 'Spring', notes });
      const page = await at('/1.0');
      expect(page.text).toMatch(/<h1 id="release">Spring<\/h1>\s*<section class="notes">\s*<h2>/);
      expect(page.text).toContain('<title>Spring (1.0) · Acme</title>');
      expect(metaOf(page, 'description')).toBe('Dark mode. At last &amp; now.');
      expect(metaOf(page, 'og:type')).toBe('article');
      expect(metaOf(page, 'og:url')).toBe(`${publicUrl}${publicPagePath}/1.0`);
      expect(metaOf(page, 'article:published_time')).toBe('2026-06-01T12:00:00.000Z');
      expect(linkOn(page, 'All releases of Acme')).toBe(publicPagePath);
    });

    test.each([
      ['2.0 beta', '2.0%20beta'],
      ['1.0+build.7', '1.0%2Bbuild.7'],
      ['2026/05', '2026%2F05'],
      ['a\\b?c#d%2F', 'a%5Cb%3Fc%23d%252F'],
      ['100%', '100%25'],
      ['<b>"1"</b>', '%3Cb%3E%221%22%3C%2Fb%3E'],
      ['٢٫١ 🎉', '%D9%A2%D9%AB%D9%A1%20%F0%9F%8E%89'],
      ["it's", "it's"],
    ])('is found by %j in its address', async (version, segment) => {
      await acme.publish(version, { title: 'Found' });
      await acme.publish('other');
      const address = linkOn(await fetchPage(api), 'Found')?.replaceAll('&#39;', "'");
      expect(address).toBe(`${publicPagePath}/${segment}`);
      const page = await fetchPage(api, address);
      expect(page.status).toBe(200);
      expect(page.text).toContain('<h1 id="release">Found</h1>');
    });

    test('is found where a proxy has decoded the slash', async () => {
      await acme.publish('2026/05', { title: 'Found' });
      expect((await at('/2026/05')).text).toContain('<h1 id="release">Found</h1>');
    });

    test.each(['.', '..', 'rss.xml', 'feed.json', 'releases.ics', 'a\nb'])(
      'is found by id where %j cannot stand in an address',
      async (version) => {
        const { id } = await acme.publish(version, { title: 'Found' });
        expect(linkOn(await fetchPage(api), 'Found')).toBe(`${publicPagePath}/${id}`);
        expect((await at(`/${id}`)).text).toContain('<h1 id="release">Found</h1>');
      },
    );
  });

  describe('writes dates', () => {
    const dateOf = async (path: string, accepted?: string) => {
      const headers = accepted === undefined ? {} : { 'accept-language': accepted };
      const { text } = await fetchPage(api, path, headers as Record<string, string>);
      return /<time [^>]*lang="([^"]*)"[^>]*>([^<]*)</.exec(text)?.slice(1);
    };

    test.each([
      [undefined, ['en', 'June 1, 2026']],
      ['de-AT,de;q=0.8', ['de-AT', '1. Juni 2026']],
      ['tlh, fr;q=0.5, de;q=0.9', ['de', '1. Juni 2026']],
      ['en-GB,de', ['en-GB', '1 June 2026']],
      ['de;q=0, *', ['en', 'June 1, 2026']],
      [',;q=,no such language;q=x', ['en', 'June 1, 2026']],
      [`${'x,'.repeat(5000)}de`, ['en', 'June 1, 2026']],
    ])('for whoever accepts %s', async (accepted, expected) => {
      await acme.publish('1.0');
      expect(await dateOf(publicPagePath, accepted)).toEqual(expected);
    });

    test('in the language that the address names, and says on what they depend', async () => {
      await acme.publish('1.0');
      expect(await dateOf(`${publicPagePath}?locale=fr`, 'de')).toEqual(['fr', '1 juin 2026']);
      expect(await dateOf(`${publicPagePath}?locale=${'x'.repeat(3000)}`, 'de')).toEqual([
        'en',
        'June 1, 2026',
      ]);
      expect((await fetchPage(api)).headers.get('vary')).toBe('Accept-Language');
      expect((await at('?locale=fr')).headers.get('vary')).toBeNull();
      const [plain, french] = [(await fetchPage(api)).text, (await at('?locale=fr')).text];
      const canonical = `<link rel="canonical" href="${publicUrl}${publicPagePath}">`;
      for (const text of [plain, french]) expect(text).toContain(canonical);
    });
  });

  describe('is not there', () => {
    test('for a slug that nobody has, nor for one that somebody had', async () => {
      await acme.publish('1.0');
      for (const name of ['nobody', '__proto__', 'x'.repeat(5000), '%00', '%E0%A4%A']) {
        const { status, headers, text } = await fetchPage(api, `/changelog/${name}`);
        expect(status).toBe(404);
        expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(text).toContain('<h1>Page not found</h1>');
        expect(text).toContain(`<a href="${publicUrl}/">Go to the front page</a>`);
      }
      await acme.change({ slug: 'elsewhere' });
      expect((await fetchPage(api)).status).toBe(404);
      const moved = await fetchPage(api, '/changelog/elsewhere');
      expect(releasesOn(moved)).toEqual(['1.0']);
    });

    test('for a version that there is not, in the project’s colours', async () => {
      await acme.change({ theme: { accent: '#006400' } });
      const { status, text } = await at('/9.9');
      expect(status).toBe(404);
      expect(text).toContain('<h1>Release not found</h1>');
      expect(text).toContain(`<a href="${publicPagePath}">All releases of Acme</a>`);
      expect(text).toContain('--accent:#006400');
    });

    test.each(['x', 'W10', 'bnVsbA', '%%%', 'WzEsMiwzXQ'])('at the position %s', async (before) => {
      const { status, text } = await at(`?before=${before}`);
      expect(status).toBe(422);
      expect(text).toContain('<h1>This address is not valid</h1>');
    });

    test('before its project is, and then it is', async () => {
      expect((await fetchPage(api, '/changelog/other')).status).toBe(404);
      await createPublisher(api, { slug: 'other', name: 'Other' });
      expect((await fetchPage(api, '/changelog/other')).text).toContain('What’s new in Other');
    });

    test('with a slash behind it: there it leads on', async () => {
      const { status, headers } = await at('/');
      expect([status, headers.get('location')]).toEqual([301, publicPagePath]);
      expect((await fetchPage(api, '/changelog/nobody/')).status).toBe(404);
    });
  });

  test('is where PUBLIC_URL says, below a path too', async () => {
    const environment = { PUBLIC_URL: 'https://acme.example/notes' };
    const below = await startApi(database.openSecond(), { environment, clock: api.clock });
    await acme.publish('1.0');
    const page = await fetchPage(below);
    expect(linkOn(page, '1.0')).toBe(`/notes${publicPagePath}/1.0`);
    expect(page.text).toContain(
      `<link rel="canonical" href="https://acme.example/notes${publicPagePath}">`,
    );
    await below.stop();
  });
});

function day(n: number): string {
  return `2026-04-${String(n + 1).padStart(2, '0')}`;
}
