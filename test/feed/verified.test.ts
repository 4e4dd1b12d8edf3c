import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Release } from '../../contract/releases.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createPublisher, type Publisher, readFeed } from './publisher.ts';

const clientId = '01980000-0000-7000-8000-0000000000aa';

onEachDatabase('a verified visitor', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;
  let release: Release;
  let sign: (claims: Record<string, unknown>) => string;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api);
    release = await acme.publish('1.0');
    ({ sign } = await acme.addTokenKey());
  });
  afterEach(() => api.stop());

  const readAs = (subject: string, ask: Record<string, unknown> = {}) =>
    readFeed(api, acme.publicKey, { token: sign(acme.claims(subject)), ...ask });

  /** As POST /v1/events leaves it. */
  async function meet(subject: string, { muted = 0, seenAt = null as string | null } = {}) {
    const id = api.deps.randomId();
    await database.writer
      .insertInto('visitor')
      .values({
        ...{ project_id: acme.projectId, id, subject, account: null },
        ...{ pseudonym: id, bucket_key: id, created_at: api.clock().toISOString() },
        ...{ muted: muted === 1 ? 1 : 0, seen_at: seenAt },
      })
      .execute();
    return id;
  }

  /** As POST /v1/responses leaves it: two editions, of which the second holds. */
  async function answer(visitorId: string, rating: number) {
    const survey = (await readFeed(api, acme.publicKey)).releases[0]?.survey;
    const at = api.clock().toISOString();
    const id = api.deps.randomId();
    const said = { occurred_at: at, received_at: at, state: 'complete', rating } as const;
    await database.writer
      .insertInto('response')
      .values({
        ...{ project_id: acme.projectId, id, visitor_id: visitorId, release_id: release.id },
        ...{ survey_id: survey?.id ?? '', survey_version: 1, first_rating: 1, ...said },
        ...{
          scored_rating: null,
          scored_day: null,
          scored_choices: '[]',
          latest_revision: 2,
          current_revision: 2,
        },
        ...{ surface: 'panel', locale: null, ran_version: null, account: null, traits: '{}' },
        ...{ buckets: '{}', standing: 'verified', in_window: 1, quarantined: 0 },
      })
      .execute();
    for (const n of [1, 2]) {
      await database.writer
        .insertInto('response_revision')
        .values({
          ...{ project_id: acme.projectId, response_id: id, n, ...said },
          ...{ client_id: clientId, client_revision: n, content_hash: String(n) },
          ...{ answers: '{"reasons":["faster"]}', comment: `edition ${n}` },
        })
        .execute();
    }
  }

  test('sees what they answered, the edition that holds', async () => {
    await answer(await meet('u-1'), 5);
    const [shown] = (await readAs('u-1')).releases;
    expect(shown).toMatchObject({ version: '1.0', survey: { kind: 'csat' } });
    expect(shown?.mine).toEqual({
      id: clientId,
      revision: 2,
      state: 'complete',
      rating: 5,
      answers: { reasons: ['faster'] },
      comment: 'edition 2',
    });
  });

  test('sees nothing of what others answered', async () => {
    await answer(await meet('u-1'), 5);
    await meet('u-2');
    expect((await readAs('u-2')).releases[0]).not.toHaveProperty('mine');
    expect((await readFeed(api, acme.publicKey)).releases[0]).not.toHaveProperty('mine');
  });

  test('has another tag once they have answered', async () => {
    const visitorId = await meet('u-1');
    const { tag } = await readAs('u-1');
    await answer(visitorId, 5);
    const after = await readAs('u-1', { known: tag });
    expect(after.tag).not.toBe(tag);
    expect((await readAs('u-1')).tag).toBe(after.tag);
  });

  test('sees their own switch, in the badge too', async () => {
    await meet('u-1', { muted: 1 });
    await meet('u-2');
    for (const want of ['badge', 'panel']) {
      expect((await readAs('u-1', { want })).settings.muted).toBe(true);
      expect((await readAs('u-2', { want })).settings.muted).toBe(false);
      expect((await readFeed(api, acme.publicKey, { want })).settings).not.toHaveProperty('muted');
    }
  });

  describe('counts as unread', () => {
    test('from when they last looked on any device', async () => {
      await meet('u-1', { seenAt: api.clock().toISOString() });
      await meet('u-2');
      for (const want of ['badge', 'panel']) {
        expect((await readAs('u-1', { want })).unread).toBe(0);
        expect((await readAs('u-2', { want })).unread).toBe(1);
      }
    });

    test('from what the device says, where it says so', async () => {
      await meet('u-1', { seenAt: api.clock().toISOString() });
      const seenAt = '2026-01-01T00:00:00Z';
      expect((await readAs('u-1', { seenAt })).unread).toBe(1);
    });
  });

  test('is nobody in another project', async () => {
    await meet('u-1', { muted: 1 });
    const other = await createPublisher(api);
    const key = await other.addTokenKey();
    const ask = { token: key.sign(other.claims('u-1')) };
    expect((await readFeed(api, other.publicKey, ask)).settings).not.toHaveProperty('muted');
  });
});
