import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { feedPaths, fetchPage, projectSlug, publicPagePath, releasesOn } from './fetch-page.ts';

/** In every field of a release that nobody may see. */
const secret = 'SECRET';
const hidden = {
  title: `${secret} title`,
  major: true,
  pinned: true,
  displayDate: '2031-01-02',
  notes: [{ kind: 'security' as const, title: `${secret} note`, body: `${secret} body` }],
};

onEachDatabase('what the public page shows', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api, { slug: projectSlug });
    await acme.publish('1.0', { displayDate: '2026-05-01' });
  });
  afterEach(() => api.stop());

  /** Every page and feed with its status and headers, but for what is counted per request. */
  async function everything(): Promise<string> {
    const paths = [
      publicPagePath,
      ...feedPaths,
      `${publicPagePath}/1.0`,
      `${publicPagePath}/${secret}`,
    ];
    const all = await Promise.all(paths.map((path) => fetchPage(api, path)));
    return JSON.stringify(
      all.map(({ status, headers, text }) => [
        status,
        [...headers].filter(([name]) => !name.startsWith('ratelimit')),
        text,
      ]),
    );
  }

  const pageOf = async (path: string) => (await fetchPage(api, publicPagePath + path)).status;

  describe('is the same, byte for byte and header for header, after', () => {
    test('a draft was written', async () => {
      const before = await everything();
      const { id } = await acme.draft(secret, hidden);
      expect(await everything()).toBe(before);
      expect(await pageOf(`/${id}`)).toBe(404);
    });

    test('a release was scheduled', async () => {
      const before = await everything();
      const { id } = await acme.schedule(secret, '2026-06-02T12:00:00.000Z', hidden);
      expect(await everything()).toBe(before);
      expect(await pageOf(`/${id}`)).toBe(404);
    });

    test('one was rolled back', async () => {
      const before = await everything();
      const release = await acme.publish(secret, hidden);
      expect(await everything()).toContain(secret);
      expect(await pageOf(`/${release.id}`)).toBe(200);
      await acme.rollBack(release);
      expect(await everything()).toBe(before);
      expect(await pageOf(`/${release.id}`)).toBe(404);
    });

    test('one has expired', async () => {
      const before = await everything();
      await acme.publish(secret, { ...hidden, expiresAt: '2026-06-01T13:00:00.000Z' });
      expect(await everything()).toContain(secret);
      api.clock.advance(3600_000);
      expect(await everything()).toBe(before);
    });

    test('another project published', async () => {
      const before = await everything();
      const other = await createPublisher(api, { slug: 'other' });
      await other.publish(secret, hidden);
      expect(releasesOn(await fetchPage(api, '/changelog/other'))).toEqual([`${secret} title`]);
      expect(await everything()).toBe(before);
    });

    test('a release that is held was withheld from newcomers', async () => {
      const before = await everything();
      const { id } = await acme.publish(secret, hidden);
      await database.writer
        .updateTable('release')
        .set({ state: 'held' })
        .where('project_id', '=', acme.projectId)
        .where('id', '=', id)
        .execute();
      await acme.change({ name: 'Acme' });
      expect(await everything()).toBe(before);
    });
  });

  test('changes at the millisecond for which a release is scheduled, and stays', async () => {
    await acme.schedule('1.1', '2026-06-01T12:30:00.000Z');
    api.clock.set('2026-06-01T12:29:59.999Z');
    expect(releasesOn(await fetchPage(api))).toEqual(['1.0']);
    api.clock.advance(1);
    expect(releasesOn(await fetchPage(api))).toEqual(['1.1', '1.0']);
    api.clock.set('2026-06-01T12:01:00.000Z');
    expect(releasesOn(await fetchPage(api))).toEqual(['1.1', '1.0']);
  });

  test('follows within a second on another node: published, edited, rolled back, renamed', async () => {
    const other = await startApi(database.openSecond(), { clock: api.clock });
    const pages = [publicPagePath, ...feedPaths];
    const saying = async (words: string) => {
      const all = await Promise.all(pages.map((path) => fetchPage(other, path)));
      return all.filter(({ text }) => text.includes(words)).length;
    };
    expect(await saying('Crews')).toBe(0);

    const release = await acme.publish('2.0', { title: 'Crews' });
    await within(1000, async () => expect(await saying('Crews')).toBe(4));
    await acme.edit(release, { title: 'Boats' });
    await within(1000, async () => expect(await saying('Boats')).toBe(4));
    await acme.rollBack(release);
    await within(1000, async () => expect(await saying('Boats')).toBe(0));
    await acme.change({ slug: 'elsewhere' });
    await within(1000, async () => expect((await fetchPage(other)).status).toBe(404));
    await other.stop();
  });

  test('costs no read of the database while nothing changes', async () => {
    const paths = [
      publicPagePath,
      ...feedPaths,
      `${publicPagePath}/1.0`,
      `${publicPagePath}/nothing`,
      '/changelog/nobody',
    ];
    const statuses = () =>
      Promise.all(paths.map(async (path) => (await fetchPage(api, `${path}?locale=fr`)).status));
    await statuses();
    // Whoever reads now finds no table.
    await api.deps.notices.stop();
    await database.writer.schema.alterTable('project').renameTo('gone').execute();
    expect(await statuses()).toEqual([200, 200, 200, 200, 200, 404, 404]);
    const fresh = await createBroken();
    expect(fresh.status).toBe(500);
  });

  /** The situation exists: a node that has read nothing yet cannot answer. */
  async function createBroken() {
    const { createApp } = await import('../../api/app.ts');
    const { Registry } = await import('prom-client');
    const { app } = createApp({ ...api.deps, metrics: new Registry() });
    return app.request(publicPagePath);
  }
});

/** Tries until it holds; fails with its last reason. */
async function within(ms: number, holds: () => Promise<void>): Promise<void> {
  const until = Date.now() + ms;
  for (;;) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(20);
    }
  }
}
