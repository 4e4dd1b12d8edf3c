import RssParser from 'rss-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReleaseCreate } from '../../contract/releases.ts';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { feedPaths, fetchPage, projectSlug, publicPagePath, releasesOn } from './fetch-page.ts';
import { type JsonFeed, readJsonFeed } from './json-feed.ts';

// What feed readers make of our feeds, by a parser that is not ours; for JSON Feed by its rules.

const publicUrl = 'https://notes.example';
const [rssPath = '', atomPath = '', jsonPath = ''] = feedPaths;

/** What all three formats say of a release. */
interface Item {
  id: string;
  title: string;
  link: string;
  at: string;
  html: string;
}

onEachDatabase('the feeds', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database, { environment: { PUBLIC_URL: publicUrl } });
    acme = await createPublisher(api, { slug: projectSlug, url: 'https://acme.example/app' });
  });
  afterEach(() => api.stop());

  const rss = async () => new RssParser().parseString((await fetchPage(api, rssPath)).text);
  const atom = async () => {
    const fields = { feed: ['id', 'updated'], item: ['published'] };
    const parser = new RssParser<{ id: string; updated: string }>({
      customFields: fields as never,
    });
    return parser.parseString((await fetchPage(api, atomPath)).text);
  };
  const json = async (): Promise<JsonFeed> => readJsonFeed((await fetchPage(api, jsonPath)).text);

  /** The releases as each of the three tells them. */
  async function everywhere(): Promise<Item[][]> {
    const [inRss, inAtom, inJson] = [await rss(), await atom(), await json()];
    return [
      inRss.items.map((item) => ({
        ...{ id: item.guid ?? '', title: unescapeHtml(item.title ?? ''), link: item.link ?? '' },
        ...{ at: item.isoDate ?? '', html: item['content:encoded' as 'content'] ?? '' },
      })),
      inAtom.items.map((item) => ({
        ...{ id: item['id' as 'guid'] ?? '', title: unescapeHtml(item.title ?? '') },
        ...{ link: item.link ?? '', at: item.isoDate ?? '', html: item.content ?? '' },
      })),
      inJson.items.map(({ id, title = '', url = '', date_published: at = '', content_html }) => ({
        ...{ id, title, link: url, at, html: content_html ?? '' },
      })),
    ];
  }

  async function expectEverywhere(expected: Partial<Item>[]): Promise<void> {
    for (const items of await everywhere()) expect(items).toMatchObject(expected);
  }

  test('tell a release with its address, date, notes and an id of its own', async () => {
    const notes: ReleaseCreate['notes'] = [
      { kind: 'new', title: 'Dark mode', body: 'At <a href="https://acme.example/dark">last</a>.' },
      { kind: 'fixed', title: '', body: 'A leak.' },
    ];
    const { id } = await acme.publish('1.0 beta', { title: 'Spring', notes });
    await expectEverywhere([
      {
        id: `urn:uuid:${id}`,
        title: '1.0 beta: Spring',
        link: `${publicUrl}${publicPagePath}/1.0%20beta`,
        at: '2026-06-01T12:00:00.000Z',
        html: `<h3>New</h3>
<h4>Dark mode</h4>
<p>At <a href="https://acme.example/dark">last</a>.</p>
<h3>Fixed</h3>
<p>A leak.</p>`,
      },
    ]);
  });

  test('say whose they are, where they are and where the page is', async () => {
    await acme.publish('1.0');
    const [inRss, inAtom, inJson] = [await rss(), await atom(), await json()];
    for (const { title } of [inRss, inAtom, inJson]) expect(title).toBe('What’s new in Acme');
    for (const { link } of [inRss, inAtom]) expect(link).toBe(publicUrl + publicPagePath);
    expect(inRss.feedUrl).toBe(publicUrl + rssPath);
    expect(inAtom.feedUrl).toBe(publicUrl + atomPath);
    expect(inAtom.id).toBe(`urn:uuid:${acme.projectId}`);
    expect(inJson).toMatchObject({
      home_page_url: publicUrl + publicPagePath,
      feed_url: publicUrl + jsonPath,
      authors: [{ name: 'Acme', url: 'https://acme.example/app' }],
    });
    const types = feedPaths.map(async (path) =>
      (await fetchPage(api, path)).headers.get('content-type'),
    );
    expect(await Promise.all(types)).toEqual([
      'application/rss+xml; charset=utf-8',
      'application/atom+xml; charset=utf-8',
      'application/feed+json; charset=utf-8',
    ]);
  });

  test('are feeds before anything was published', async () => {
    await expectEverywhere([]);
    expect((await atom()).updated).toBe('2026-06-01T12:00:00.000Z');
  });

  test('hold what the first page shows, in its order', async () => {
    await acme.publish('old', { displayDate: '2019-01-01', pinned: true });
    for (let n = 10; n < 32; n += 1) await acme.publish(`v${n}`, { displayDate: `2026-03-${n}` });
    const shown = releasesOn(await fetchPage(api));
    expect(shown).toHaveLength(21);
    await expectEverywhere(shown.map((title) => ({ title })));
  });

  test('keep an id whatever becomes of version, title, slug and host', async () => {
    const release = await acme.publish('1.0', { title: 'Spring' });
    await acme.edit(release, { version: '1.0.0', title: 'Summer' });
    await acme.change({ slug: 'apex' });
    const moved = await startApi(database.openSecond(), {
      environment: { PUBLIC_URL: 'https://apex.example' },
      clock: api.clock,
    });
    const { items } = readJsonFeed((await fetchPage(moved, '/changelog/apex/feed.json')).text);
    expect(items).toMatchObject([
      { id: `urn:uuid:${release.id}`, url: 'https://apex.example/changelog/apex/1.0.0' },
    ]);
    await moved.stop();
  });

  describe('date a release', () => {
    test.each([
      ['that of its publication', null, '2026-06-01T12:00:00.000Z'],
      ['an earlier day that visitors read', '2024-02-29', '2024-02-29T00:00:00.000Z'],
      ['today for today', '2026-06-01', '2026-06-01T12:00:00.000Z'],
      ['no day that is still to come', '2026-12-24', '2026-06-01T12:00:00.000Z'],
    ])('%s', async (_case, displayDate, at) => {
      await acme.publish('1.0', { displayDate });
      await expectEverywhere([{ at }]);
      expect((await atom()).updated).toBe(at);
      expect((await fetchPage(api, rssPath)).headers.get('last-modified')).toBe(
        new Date(at).toUTCString(),
      );
    });

    test('the same after an edit', async () => {
      const release = await acme.publish('1.0', { title: 'Spring' });
      api.clock.advance(3600_000);
      await acme.edit(release, { title: 'Summer' });
      await expectEverywhere([{ title: '1.0: Summer', at: '2026-06-01T12:00:00.000Z' }]);
    });
  });

  describe('carry as it is', () => {
    test.each([
      '<script>alert(1)</script>',
      'Tom &amp; Jerry & co &#60;',
      'a ]]> b ]]> c <![CDATA[ d',
      '"quoted" \'twice\'',
      '<!-- --> <?xml?> <!DOCTYPE a [<!ENTITY b "c">]> &b;',
      '🎉 ٢٫١ \u202e desrever',
      'back\\slash %41 {braces} $& $1',
    ])('%j in every field', async (text) => {
      await acme.change({ name: text });
      const notes: ReleaseCreate['notes'] = [
        { kind: 'new', title: text, body: '<code>]]&gt;&amp;lt;</code>' },
      ];
      await acme.publish(text, { title: text, notes });
      const items = await everywhere();
      // What would end a CDATA section stands in it as HTML.
      const title = `${text}: ${text}`.replaceAll(']]>', ']]&gt;');
      expect(items.map(([item]) => item?.title.replaceAll(']]>', ']]&gt;'))).toEqual(
        Array(3).fill(title),
      );
      const [[inRss], [inAtom], [inJson]] = items as [Item[], Item[], Item[]];
      expect(inJson?.html).toContain(`<h4>${escapeHtml(text)}</h4>`);
      expect(inRss?.html).toBe(inJson?.html);
      expect(inAtom?.html).toBe(inJson?.html);
      const titles = [(await atom()).title, (await json()).title];
      const inReaders = unescapeHtml((await rss()).title ?? '');
      expect([inReaders, ...titles]).toEqual(Array(3).fill(`What’s new in ${text}`));
    });

    test('an RSS title is text, which is escaped twice because readers take it for HTML', async () => {
      await acme.change({ name: 'R&D <beta>' });
      await acme.publish('1.0', { title: 'A & B <i>' });
      const { text } = await fetchPage(api, rssPath);
      expect(text).toContain('1.0: A &amp; B &lt;i&gt;]]>');
      expect(text).toContain('in R&amp;amp;D &amp;lt;beta&amp;gt;</title>');
    });

    test('nothing that XML cannot carry', async () => {
      const text = 'a\u0001b\u000bc\u001fd\uffffe\ufffef';
      await acme.change({ name: text });
      const notes: ReleaseCreate['notes'] = [{ kind: 'new', title: text, body: text }];
      await acme.publish(text, { title: text, notes });
      await expectEverywhere([
        { title: 'abcdef: abcdef', html: '<h3>New</h3>\n<h4>abcdef</h4>\n<p>abcdef</p>' },
      ]);
    });
  });

  test.each(['rss.xml', 'atom.xml', 'feed.json'])(
    '%s of nobody is a 404 in words',
    async (name) => {
      const { status, headers, text } = await fetchPage(api, `/changelog/nobody/${name}`);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(text).toBe('No project has this address. Check the address for mistakes.\n');
    },
  );
});

const references = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** An Atom title of type `html` as readers show it (RFC 4287, 3.1.1.2). */
function unescapeHtml(html: string): string {
  return html.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (found) => references[found as '&amp;']);
}

function escapeHtml(text: string): string {
  const names = Object.entries(references).map(([name, character]) => [character, name] as const);
  const byCharacter = new Map(names);
  return text.replaceAll(/[&<>"']/g, (character) => byCharacter.get(character) ?? '');
}
