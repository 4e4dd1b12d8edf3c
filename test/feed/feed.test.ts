import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { feedUnchanged } from '../../contract/feed.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createPublisher, type Publisher, readFeed, versionsOf } from './publisher.ts';

onEachDatabase('the feed', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api, { url: 'https://acme.example' });
  });
  afterEach(() => api.stop());

  const read = (ask: Record<string, unknown> = {}) => readFeed(api, acme.publicKey, ask);

  describe('as a panel', () => {
    test('shows a published release with its notes, its survey and a ticket', async () => {
      const notes = [{ kind: 'new' as const, title: 'Dark mode', body: 'At *last*.' }];
      const { id } = await acme.publish('1.0', { title: 'Spring', major: true, notes });
      const panel = await read();
      expect(panel.settings).toEqual({ name: 'Acme', url: 'https://acme.example' });
      expect(panel.ticket).not.toBe('');
      expect(panel.releases).toEqual([
        {
          id,
          version: '1.0',
          title: 'Spring',
          displayDate: '2026-06-01',
          displayDateText: 'June 1, 2026',
          publishedAt: '2026-06-01T12:00:00.000Z',
          major: true,
          pinned: false,
          notes: [
            {
              id: expect.any(String),
              kind: 'new',
              title: 'Dark mode',
              html: '<p>At *last*.</p>',
            },
          ],
          survey: expect.objectContaining({ kind: 'csat', points: 5, version: 1 }),
        },
      ]);
    });

    test('is empty, not an error, where nothing was published', async () => {
      expect(await read()).toMatchObject({ releases: [], unread: 0 });
    });

    test('has the newest by display date first, undated ones last', async () => {
      await acme.publish('old', { displayDate: '2020-01-01' });
      await acme.publish('new', { displayDate: '2026-05-01' });
      await acme.publish('middle', { displayDate: '2024-02-29' });
      expect(versionsOf(await read())).toEqual(['new', 'middle', 'old']);
    });

    test('has the pinned first, beside the newest 20', async () => {
      await acme.publish('pinned', { displayDate: '2019-01-01', pinned: true });
      for (let n = 0; n < 21; n += 1) await acme.publish(`v${n}`, { displayDate: day(n) });
      const first = await read();
      expect(versionsOf(first)).toEqual(['pinned', ...names(20, 1)]);
      const second = await read({ before: first.next });
      expect(versionsOf(second)).toEqual(['v0']);
      expect(second).not.toHaveProperty('next');
    });

    test('pages on to the end, each release once', async () => {
      for (let n = 0; n < 45; n += 1) await acme.publish(`v${n}`, { displayDate: day(n % 30) });
      const seen: string[] = [];
      let before: string | undefined;
      do {
        const page = await read({ before });
        seen.push(...versionsOf(page));
        before = page.next;
      } while (before);
      expect(seen).toHaveLength(45);
      expect(new Set(seen).size).toBe(45);
    });

    test('pages on from where a release was that is gone now', async () => {
      const releases = [];
      for (let n = 0; n < 25; n += 1) {
        releases.push(await acme.publish(`v${n}`, { displayDate: day(n) }));
      }
      const { next, releases: page } = await read();
      const last = releases.find((release) => release.id === page.at(-1)?.id);
      if (last) await acme.rollBack(last);
      expect(versionsOf(await read({ before: next }))).toEqual(names(4, 0));
    });

    test.each(['x', 'W10', 'bnVsbA', '%%%', 'WzEsMiwzXQ'])(
      'refuses %s as a position',
      async (before) => {
        const reply = await api.post('/v1/feed', {
          project: acme.publicKey,
          want: 'panel',
          before,
        });
        expect(reply.status).toBe(422);
        expect(await reply.json()).toMatchObject({
          code: 'invalid_body',
          errors: [{ pointer: '/before' }],
        });
      },
    );

    test.each([
      ['de', '1. Juni 2026'],
      ['de-AT-1996', '1. Juni 2026'],
      ['ja-JP-u-ca-japanese', '2026年6月1日'],
      ['en-GB', '1 June 2026'],
      ['tlh', 'June 1, 2026'],
      ['und', 'June 1, 2026'],
      ['no such language', 'June 1, 2026'],
      ['', 'June 1, 2026'],
    ])('writes dates for a visitor who reads %s', async (locale, expected) => {
      await acme.publish('1.0');
      expect((await read({ locale })).releases[0]?.displayDateText).toBe(expected);
    });
  });

  describe('as a badge', () => {
    test('counts without a release or any HTML, in 1 kB', async () => {
      await acme.change({
        name: '\u0001'.repeat(100),
        url: `https://a.example/${'x'.repeat(1900)}`,
      });
      await acme.publish('1.0', { notes: [{ kind: 'new', title: 'T', body: 'B' }] });
      const reply = await api.post('/v1/feed', { project: acme.publicKey, want: 'badge' });
      const text = await reply.text();
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024);
      expect(JSON.parse(text)).toMatchObject({ unread: 1, releases: [] });
      expect(text).not.toContain('<');
    });
  });

  describe('counts as unread', () => {
    test('what was published after the panel was last open', async () => {
      await acme.publish('1.0');
      api.clock.advance(1000);
      const seenAt = api.clock().toISOString();
      await acme.publish('1.1');
      api.clock.advance(1000);
      await acme.publish('1.2');
      expect((await read({ seenAt: '1970-01-01T00:00:00Z' })).unread).toBe(3);
      expect((await read({ seenAt })).unread).toBe(1);
      expect((await read({ seenAt: api.clock().toISOString() })).unread).toBe(0);
    });

    test('for someone new, the last 30 days alone', async () => {
      await acme.publish('1.0');
      api.clock.advance(10 * 24 * 3600_000);
      await acme.publish('1.1');
      expect((await read()).unread).toBe(2);
      api.clock.advance(25 * 24 * 3600_000);
      expect((await read()).unread).toBe(1);
    });

    test('major releases alone, where the visitor wants no others', async () => {
      await acme.publish('2.0', { major: true });
      await acme.publish('2.1');
      await acme.publish('3.0', { major: true, silent: true });
      api.clock.advance(1000);
      const seenAt = api.clock().toISOString();
      api.clock.advance(1000);
      await acme.publish('4.0', { major: true });
      for (const want of ['badge', 'panel']) {
        expect((await read({ want })).unread).toBe(3);
        expect((await read({ want, majorsOnly: false })).unread).toBe(3);
        expect((await read({ want, majorsOnly: true })).unread).toBe(2);
        expect((await read({ want, majorsOnly: true, seenAt })).unread).toBe(1);
      }
    });

    test('nothing silent', async () => {
      await acme.publish('1.0', { silent: true });
      expect(await read()).toMatchObject({ unread: 0, releases: [{ version: '1.0' }] });
    });
  });

  describe('tags what is shown', () => {
    test('and answers in short while that holds', async () => {
      await acme.publish('1.0');
      for (const want of ['badge', 'panel']) {
        const { tag } = await read({ want });
        api.clock.advance(5000);
        const ask = { project: acme.publicKey, want, known: tag };
        const reply = await api.post('/v1/feed', ask);
        const short = feedUnchanged.strict().parse(await reply.json());
        expect(short.tag).toBe(tag);
        await acme.publish(`1.1-${want}`);
        expect((await read({ want, known: tag })).tag).not.toBe(tag);
      }
    });

    test('the same for all who see the same, at any time', async () => {
      await acme.publish('1.0');
      const first = await read();
      api.clock.advance(60_000);
      const ask = { visitor: '0b0e7f1c-6df5-4f4e-9d4c-1d6f3a1b2c3d', traits: { plan: 'pro' } };
      const later = await read(ask);
      expect(later.tag).toBe(first.tag);
      expect(later.ticket).not.toBe(first.ticket);
    });

    test('otherwise for another language, another page and other news', async () => {
      for (let n = 0; n < 21; n += 1) await acme.publish(`v${n}`, { displayDate: day(n) });
      const first = await read();
      const others = [
        await read({ locale: 'de' }),
        await read({ before: first.next }),
        await read({ seenAt: api.clock().toISOString() }),
        await read({ want: 'badge' }),
      ];
      expect(new Set([first, ...others].map((one) => one.tag)).size).toBe(5);
    });

    test('the same after a restart and on another node', async () => {
      await acme.publish('1.0', { notes: [{ kind: 'fixed', title: 'T', body: 'B' }] });
      const other = await startApi(database.openSecond(), { clock: api.clock });
      expect((await readFeed(other, acme.publicKey)).tag).toBe((await read()).tag);
      await other.stop();
    });
  });

  describe('for a verified visitor who gave no sign of life', () => {
    test('is the same as for everybody, and writes nothing', async () => {
      await acme.publish('1.0');
      const { sign } = await acme.addTokenKey();
      const panel = await read({ token: sign(acme.claims('u-1')) });
      expect(panel.tag).toBe((await read()).tag);
      expect(await database.reader.selectFrom('visitor').selectAll().execute()).toEqual([]);
    });
  });
});

function day(n: number): string {
  return `2026-04-${String(n + 1).padStart(2, '0')}`;
}

/** `v20` down to `v1`. */
function names(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_, index) => `v${from - index}`);
}
