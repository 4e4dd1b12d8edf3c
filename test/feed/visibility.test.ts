import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stampDue } from '../../api/releases/publishing.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createPublisher, type Publisher, readFeed, versionsOf } from './publisher.ts';

/** In every field of a release that nobody may see. */
const secret = 'SECRET';
const hidden = {
  title: `${secret} title`,
  notes: [{ kind: 'new' as const, title: `${secret} note`, body: `${secret} body` }],
};

onEachDatabase('what visitors see', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api);
    await acme.publish('1.0');
  });
  afterEach(() => api.stop());

  const read = (ask: Record<string, unknown> = {}) => readFeed(api, acme.publicKey, ask);
  const versions = async () => versionsOf(await read());

  /** Every reply of every kind, as text. */
  async function everything(): Promise<string> {
    const asks = ['badge', 'panel'].flatMap((want) =>
      [undefined, '1970-01-01T00:00:00.000Z'].map((seenAt) => ({ want, seenAt })),
    );
    const replies = await Promise.all(asks.map((ask) => read(ask)));
    return JSON.stringify(replies);
  }

  /**
   * The same but for the ticket, which is another in each tenth of a second, and the revision, which
   * every live stream tells.
   */
  async function allButTickets(): Promise<string> {
    return (await everything()).replace(/"(ticket|revision)":[^,]*,/g, '');
  }

  describe('says nothing, in no field and no count,', () => {
    test('of a draft', async () => {
      const before = await allButTickets();
      await acme.draft(secret, hidden);
      expect(await allButTickets()).toBe(before);
    });

    test('of a release that is scheduled', async () => {
      const before = await allButTickets();
      await acme.schedule(secret, '2026-06-02T12:00:00.000Z', hidden);
      expect(await allButTickets()).toBe(before);
    });

    test('of one that was rolled back', async () => {
      const before = await allButTickets();
      const release = await acme.publish(secret, hidden);
      expect(await everything()).toContain(secret);
      await acme.rollBack(release);
      expect(await allButTickets()).toBe(before);
    });

    test('of one that has expired', async () => {
      const before = await allButTickets();
      await acme.publish(secret, { ...hidden, expiresAt: '2026-06-01T13:00:00.000Z' });
      expect(await everything()).toContain(secret);
      api.clock.advance(3600_000);
      expect(await allButTickets()).toBe(before);
    });

    test('of another project', async () => {
      const other = await createPublisher(api);
      await other.publish(secret, hidden);
      expect(versionsOf(await readFeed(api, other.publicKey))).toEqual([secret]);
      expect(await everything()).not.toContain(secret);
    });
  });

  describe('changes with the clock alone', () => {
    test('at the millisecond for which a release is scheduled', async () => {
      await acme.schedule('1.1', '2026-06-01T12:30:00.000Z');
      api.clock.set('2026-06-01T12:29:59.999Z');
      expect(await versions()).toEqual(['1.0']);
      api.clock.advance(1);
      expect(await versions()).toEqual(['1.1', '1.0']);
      expect((await read()).unread).toBe(2);
    });

    test('and is written down by whoever is the first to see it', async () => {
      await acme.schedule('1.1', '2026-06-01T12:30:00.000Z');
      api.clock.set('2026-06-01T12:30:05.000Z');
      const before = await read();
      expect(await stampDue(api.deps, api.clock())).toBe(0);
      expect({ ...(await read()), revision: before.revision }).toEqual(before);
    });

    test('and stays, though it steps back in that very moment', async () => {
      await acme.schedule('1.1', '2026-06-01T12:30:00.000Z');
      expect(await versions()).toEqual(['1.0']);
      api.clock.set('2026-06-01T12:31:00.000Z');
      expect(await versions()).toEqual(['1.1', '1.0']);
      api.clock.set('2026-06-01T12:01:00.000Z');
      expect(await versions()).toEqual(['1.1', '1.0']);
    });

    test('but nothing that was stamped goes when it steps back', async () => {
      api.clock.advance(1000);
      await acme.publish('1.1');
      expect(await versions()).toEqual(['1.1', '1.0']);
      api.clock.set('2026-06-01T11:00:00.000Z');
      expect(await versions()).toEqual(['1.1', '1.0']);
    });

    test('for a crowd that asks at that moment, at the cost of one', async () => {
      await acme.schedule('1.1', '2026-06-01T12:30:00.000Z');
      await versions();
      api.clock.set('2026-06-01T12:30:00.000Z');
      const all = await Promise.all(Array.from({ length: 50 }, versions));
      expect(new Set(all.map(String))).toEqual(new Set(['1.1,1.0']));
    });
  });

  describe('on another node', () => {
    test('follows within a second: published, edited, rolled back', async () => {
      const other = await startApi(database.openSecond(), { clock: api.clock });
      const there = async () => versionsOf(await readFeed(other, acme.publicKey));
      expect(await there()).toEqual(['1.0']);

      const release = await acme.publish('1.1');
      expect(await versions()).toEqual(['1.1', '1.0']);
      await within(1000, async () => expect(await there()).toEqual(['1.1', '1.0']));

      await acme.edit(release, { version: '1.1.1' });
      await within(1000, async () => expect(await there()).toEqual(['1.1.1', '1.0']));

      await acme.rollBack(release);
      expect(await versions()).toEqual(['1.0']);
      await within(1000, async () => expect(await there()).toEqual(['1.0']));
      await other.stop();
    });

    test('a new project is known within a second', async () => {
      const other = await startApi(database.openSecond(), { clock: api.clock });
      await readFeed(other, acme.publicKey);
      const fresh = await createPublisher(api);
      await within(1000, async () => {
        expect(await readFeed(other, fresh.publicKey)).toMatchObject({ releases: [] });
      });
      await other.stop();
    });
  });
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
