import { expect, test } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import { startApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { startRatingFixture } from './rating-fixture.ts';
import { countRows, readTally } from './stored-counts.ts';

onEachDatabase('two nodes on one database', ({ open }) => {
  async function startTwo() {
    const database = await open();
    const asking = await startRatingFixture(database);
    const other = await startApi(database.openSecond(), { clock: asking.api.clock });
    const sendTo = (node: number, body: unknown) =>
      [asking.api, other][node % 2]?.post('/v1/responses', body);
    // Both know the project before the race.
    await sendTo(0, asking.answer({ rating: 3 }));
    await sendTo(1, asking.answer({ rating: 3 }));
    return { database, asking, sendTo, stop: () => Promise.all([asking.api.stop(), other.stop()]) };
  }

  test('keep one response of a visitor who answers on both at once', async () => {
    const { database, asking, sendTo, stop } = await startTwo();
    const body = asking.answer();
    const bodies = Array.from({ length: 40 }, () => ({ ...body, id: asking.api.deps.randomId() }));
    const replies = await Promise.all(bodies.map((each, i) => sendTo(i, each)));
    expect(replies.map((reply) => reply?.status)).toEqual(Array(40).fill(201));
    expect(await countRows(database)).toMatchObject({ response: 3, response_revision: 42 });
    expect(await readTally(database, 'tally', ['dimension', 'rating'])).toEqual({
      'all 3': 2,
      'all 4': 1,
      'answer:reasons 3': 2,
      'answer:reasons 4': 1,
    });
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await stop();
  });

  test('store one answer once that is sent to both', async () => {
    const { database, asking, sendTo, stop } = await startTwo();
    const bodies = Array.from({ length: 20 }, () => asking.answer());
    const sent = bodies.flatMap((body) => [sendTo(0, body), sendTo(1, body)]);
    const replies = await Promise.all(sent);
    const statuses = replies.map((reply) => reply?.status).sort();
    expect(statuses).toEqual([...Array(20).fill(200), ...Array(20).fill(201)]);
    expect(await countRows(database)).toMatchObject({ response: 22, response_revision: 22 });
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await stop();
  });

  test('give an id to one visitor only, and hurt nobody who answers meanwhile', async () => {
    const { database, asking, sendTo, stop } = await startTwo();
    const { id } = asking.answer();
    const thieves = Array.from({ length: 20 }, () => asking.answer({ id }));
    const honest = Array.from({ length: 20 }, () => asking.answer());
    const replies = await Promise.all([...thieves, ...honest].map((body, i) => sendTo(i, body)));
    const statuses = replies.map((reply) => reply?.status);
    expect(statuses.slice(0, 20).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(statuses.slice(20)).toEqual(Array(20).fill(201));
    expect(await countRows(database)).toMatchObject({ response: 23, visitor: 23 });
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await stop();
  });
});
