import { beforeEach, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import { releaseSummary } from '../../contract/releases.ts';
import { onEachDatabase } from '../support/databases.ts';
import { bodyOf, type Desk, openDesk, refusalOf } from './desk.ts';

onEachDatabase('a release in the list', ({ open }) => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await openDesk(await open());
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

  test('can be asked for by state', async () => {
    const { id } = await desk.draft('1.0');
    await desk.publish(id);
    await desk.draft('2.0');
    expect((await list('?state=live')).data).toMatchObject([{ version: '1.0' }]);
    expect((await list('?state=draft')).data).toMatchObject([{ version: '2.0' }]);
    expect((await list('?state=held')).data).toEqual([]);
  });

  test.each(['?state=lively', '?limit=101', '?limit=0', '?cursor=x', '?page=2'])(
    'is refused for a query that is none: %s',
    async (query) => {
      expect(await refusalOf(desk.send('GET', `/releases${query}`))).toMatchObject({
        status: 422,
        code: 'invalid_query',
        pointers: [`/${query.slice(1, query.indexOf('='))}`],
      });
    },
  );

  test.each([
    [1, '2026-01-01', 2 ** 40, '01890000-0000-7000-8000-000000000000'],
    [1, '\0', 0, '01890000-0000-7000-8000-000000000000'],
    [1, '2026-01-01', 0, '\ud800'],
    [2, '2026-01-01', 0, '01890000-0000-7000-8000-000000000000'],
    {},
  ])('is refused for a cursor that was made up: %j', async (...place) => {
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
    expect(await refusalOf(desk.send('GET', `/releases?cursor=${cursor}`))).toMatchObject({
      status: 422,
      pointers: ['/cursor'],
    });
  });
});
