import { afterEach, beforeEach, expect, test } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { answerFrom, oneAddress, startReview } from './network-answers.ts';
import { type RatingFixture, startRatingFixture } from './rating-fixture.ts';

const office = '203.0.113.9';
const proxy = '10.0.0.7';

/** A node behind a trusted proxy, which forwards each request for an address. */
function behindProxy(node: TestApi): TestApi {
  return {
    ...node,
    async postFrom(address, path, body) {
      const headers = { 'x-forwarded-for': address };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return node.app.request(path, init, { incoming: { socket: { remoteAddress: proxy } } });
    },
  };
}

onEachDatabase('answers from an own network', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;
  let review: Awaited<ReturnType<typeof startReview>>;

  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
    review = await startReview(asking);
  });
  afterEach(async () => {
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await asking.api.stop();
  });

  const counted = async () => (await review.score()).headline.n;
  const list = (...ownNetworks: string[]) => asking.change({ ownNetworks });

  test('all count: 5,000 visitors from one office, through a proxy', {
    timeout: 120_000,
  }, async () => {
    const node = await startApi(database, {
      clock: asking.api.clock,
      environment: { TRUSTED_PROXIES: proxy },
    });
    await list('203.0.113.0/24');
    await answerFrom(asking, oneAddress(office, 5000), undefined, [behindProxy(node)]);
    expect(await counted()).toBe(5000);
    expect(await review.groups()).toEqual([]);
    expect((await review.score()).heldBack).toBe(0);

    // The proxy does not hide the network: without the list, its next visitors are held back.
    asking.api.clock.advance(48 * 60 * 60 * 1000);
    await list();
    await node.deps.notices.poll();
    await answerFrom(asking, oneAddress(office, 11), undefined, [behindProxy(node)]);
    expect(await counted()).toBe(5000);
    expect(await review.groups()).toMatchObject([{ state: 'held', visitors: 11 }]);
    await node.stop();
  });

  test('are held back in another project, and from other networks', async () => {
    const other = await startRatingFixture(await open());
    await list('203.0.113.0/28');
    await answerFrom(asking, oneAddress(office, 40));
    expect(await counted()).toBe(40);
    await answerFrom(asking, oneAddress('203.0.113.16', 31));
    expect(await counted()).toBe(40);
    await answerFrom(other, oneAddress(office, 11));
    expect((await (await startReview(other)).score()).heldBack).toBe(11);
    await other.api.stop();
  });

  test('all count in an IPv6 network, and its /48 does not count them', async () => {
    await list('2001:db8:7:1::/64', '2001:db8:8::/48', '2001:db8:9::1');
    for (const address of ['2001:DB8:7:1::9', '2001:db8:8:ffff::1', '2001:db8:9:0::1']) {
      await answerFrom(asking, oneAddress(address, 120));
    }
    expect(await counted()).toBe(360);
    await answerFrom(asking, oneAddress('2001:db8:7:2::9', 10));
    expect(await counted()).toBe(370);
    expect(await review.groups()).toEqual([]);
    await list();
    await answerFrom(asking, oneAddress('2001:db8:8:ffff::1', 100));
    expect(await counted()).toBe(370);
  });

  test('count on another node as soon as the network is listed', async () => {
    const other = await startApi(database.openSecond(), { clock: asking.api.clock });
    await answerFrom(asking, oneAddress(office, 10), undefined, [other]);
    await list(office);
    await other.deps.notices.poll();
    await answerFrom(asking, oneAddress(office, 10), undefined, [other]);
    expect(await counted()).toBe(20);
    await list();
    await other.deps.notices.poll();
    await answerFrom(asking, [office], undefined, [other]);
    expect(await counted()).toBe(10);
    await other.stop();
  });

  test('stay held back if their network is listed later', async () => {
    await answerFrom(asking, oneAddress(office, 11));
    expect(await counted()).toBe(0);
    await list(office);
    await answerFrom(asking, oneAddress(office, 5));
    expect(await counted()).toBe(5);
    expect(await review.groups()).toMatchObject([{ state: 'held', visitors: 11 }]);
  });
});
