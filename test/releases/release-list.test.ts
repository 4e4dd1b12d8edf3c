import { beforeEach, describe, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import { releaseSummary } from '../../contract/releases.ts';
import { insertExposures, insertTallies } from '../scores/tally-rows.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { bodyOf, type ReleaseClient, readProblem, startReleaseClient } from './release-client.ts';

onEachDatabase('a release in the list', ({ open }) => {
  let desk: ReleaseClient;
  let database: TestDatabase;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  const list = (query = '') =>
    bodyOf(desk.send('GET', `/releases${query}`), listOf(releaseSummary));

  test('is a summary with its headline score', async () => {
    const { notes, ...facts } = await desk.draft('2.0', { notes: [{ kind: 'new', title: 'x' }] });
    expect((await list()).data).toEqual([
      {
        ...facts,
        noteCount: notes.length,
        reach: { shown: 0, read: 0 },
        score: { n: 0, satisfied: 0, value: null, interval: null, display: 'hidden' },
      },
    ]);
  });

  test('stands behind what is not out yet, among the others by display date', async () => {
    for (const [version, displayDate] of [
      ['old', '2020-01-01'],
      ['new', '2026-05-01'],
      ['same day', '2026-05-01'],
    ] as const) {
      const { id } = await desk.draft(version, { displayDate });
      await desk.publish(id);
    }
    await desk.draft('next');
    const versions = (await list()).data.map(({ version }) => version);
    expect(versions).toEqual(['next', 'same day', 'new', 'old']);
  });

  test('comes once, however the list is paged', async () => {
    const dates = [null, '2026-05-01', '2026-05-01', '2020-01-01'];
    for (const [index, displayDate] of dates.entries()) {
      const { id } = await desk.draft(`${index}`, { displayDate });
      if (index > 0) await desk.publish(id);
    }
    const all = (await list()).data.map(({ id }) => id);
    const paged: string[] = [];
    let address: string | undefined = `/releases?limit=1`;
    while (address) {
      const reply = await desk.send('GET', address);
      const { data } = await reply.json();
      paged.push(...data.map(({ id }: { id: string }) => id));
      const next = /<(.*)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
      address = next?.slice(next.indexOf('/releases'));
    }
    expect(all).toHaveLength(dates.length);
    expect(paged).toEqual(all);
  });

  test('says whom it reached, and how it is liked', async () => {
    const [first, second] = [await desk.draft('1.0'), await desk.draft('2.0')];
    await insertExposures(database, first.id, { shown: 60, read: 20 });
    await insertExposures(database, first.id, { shown: 40, read: 5, day: '2026-06-02' });
    await insertExposures(database, second.id, { shown: 7, read: 1 });
    await insertTallies(database, first.id, [{ rating: 5, count: 8 }]);
    expect((await list('?sort=oldest')).data).toMatchObject([
      { version: '1.0', reach: { shown: 100, read: 25 }, score: { n: 8, satisfied: 8 } },
      { version: '2.0', reach: { shown: 7, read: 1 }, score: { n: 0 } },
    ]);
  });

  describe('can be searched for', () => {
    const found = async (search: string) => {
      const { data } = await list(`?search=${encodeURIComponent(search)}`);
      return data.map(({ version }) => version).sort();
    };

    beforeEach(async () => {
      const notes = [{ kind: 'fixed', title: 'Sails hold', body: 'In a **gale**, too.' }];
      await desk.draft('1.0', { title: 'Harbours' });
      await desk.draft('1.1-beta', { notes });
      await desk.draft('100%_\\', {});
    });

    test.each([
      ['1.', ['1.0', '1.1-beta']],
      ['HARBOUR', ['1.0']],
      ['sails', ['1.1-beta']],
      ['gale', ['1.1-beta']],
      ['BETA', ['1.1-beta']],
      ['storm', []],
      ['%', ['100%_\\']],
      ['_', ['100%_\\']],
      ['\\', ['100%_\\']],
      ["' or 1=1 --", []],
    ])('by %j', async (search, versions) => {
      expect(await found(search)).toEqual(versions);
    });

    test('in one state, a page at a time', async () => {
      const { id } = await desk.draft('1.2');
      await desk.publish(id);
      const reply = await desk.send('GET', '/releases?search=1.&state=draft&limit=1');
      expect((await reply.json()).data).toMatchObject([{ version: '1.1-beta' }]);
      expect(reply.headers.get('link')).toContain('search=1.&state=draft&limit=1&cursor=');
    });
  });

  test.each(['newest', 'oldest', 'changed'])('comes once in each order: %s', async (sort) => {
    const made: string[] = [];
    for (const version of ['a', 'b', 'c']) {
      desk.api.clock.advance(1000);
      made.unshift((await desk.draft(version)).id);
    }
    desk.api.clock.advance(1000);
    const [newest, middle, oldest] = made as [string, string, string];
    await desk.edit(oldest, { title: 'Edited' });
    const orders: Record<string, string[]> = {
      newest: made,
      oldest: [oldest, middle, newest],
      changed: [oldest, newest, middle],
    };
    const paged: string[] = [];
    let address: string | undefined = `/releases?sort=${sort}&limit=1`;
    while (address) {
      const reply = await desk.send('GET', address);
      paged.push((await reply.json()).data[0].id);
      const next = /<(.*)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
      address = next?.slice(next.indexOf('/releases'));
    }
    expect(paged).toEqual(orders[sort]);
  });

  test('is refused for a place of another order', async () => {
    for (const version of ['1.0', '2.0']) await desk.draft(version);
    const reply = await desk.send('GET', '/releases?sort=changed&limit=1');
    const cursor = /cursor=([^&>]+)/.exec(reply.headers.get('link') ?? '')?.[1];
    expect(cursor).toBeDefined();
    expect(await readProblem(desk.send('GET', `/releases?cursor=${cursor}`))).toMatchObject({
      status: 422,
      pointers: ['/cursor'],
    });
  });

  test('can be asked for by state', async () => {
    const { id } = await desk.draft('1.0');
    await desk.publish(id);
    await desk.draft('2.0');
    expect((await list('?state=live')).data).toMatchObject([{ version: '1.0' }]);
    expect((await list('?state=draft')).data).toMatchObject([{ version: '2.0' }]);
    expect((await list('?state=held')).data).toEqual([]);
  });

  test.each([
    '?state=lively',
    '?sort=best',
    '?search=',
    '?search=%20',
    '?limit=101',
    '?limit=0',
    '?cursor=x',
    '?page=2',
  ])('is refused for a query that is none: %s', async (query) => {
    expect(await readProblem(desk.send('GET', `/releases${query}`))).toMatchObject({
      status: 422,
      code: 'invalid_query',
      pointers: [`/${query.slice(1, query.indexOf('='))}`],
    });
  });

  test.each([
    [1, '2026-01-01', 2 ** 40, '01890000-0000-7000-8000-000000000000'],
    [1, '\0', 0, '01890000-0000-7000-8000-000000000000'],
    [1, '2026-01-01', 0, '\ud800'],
    [2, '2026-01-01', 0, '01890000-0000-7000-8000-000000000000'],
    {},
  ])('is refused for a cursor that was made up: %j', async (...place) => {
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
    expect(await readProblem(desk.send('GET', `/releases?cursor=${cursor}`))).toMatchObject({
      status: 422,
      pointers: ['/cursor'],
    });
  });
});
