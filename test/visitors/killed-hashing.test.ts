import { expect, test } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import { storedAnonymousId } from '../../api/visitors/anonymous-id.ts';
import { startRatingFixture } from '../responses/rating-fixture.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';
import { storeEarlierVisitors } from './earlier-visitors.ts';

const rounds = 3;
const secret = 'a secret of the tests, which is long enough';

onEachDatabase('the ids of earlier visitors while servers are killed', ({ open }) => {
  test('are all hashed in the end, with every answer, none twice', {
    timeout: 120_000,
  }, async () => {
    const database = await open();
    const settings = { DATABASE_URL: database.url, LOG_LEVEL: 'fatal', SECRET: secret };
    const asking = await startRatingFixture(database);
    const count = { before: 1500, since: 1500 };
    const visitors = await storeEarlierVisitors(database, asking.projectId, count);
    const answering = visitors.filter((_, n) => n % 50 === 0);
    for (const { anonymousId } of answering)
      await asking.sendAccepted(asking.answer({ visitor: anonymousId }), 201);
    await asking.api.stop();
    const names = await pseudonyms(database);
    const answered = await answerers(database);

    let unhashed = visitors.length;
    for (let round = 0; round < rounds; round += 1) {
      const server = await startServer(settings);
      const before = unhashed;
      await expect
        .poll(() => countUnhashed(database), { interval: 5, timeout: 30_000 })
        .toBeLessThan(before);
      await server.kill('SIGKILL');
      unhashed = await countUnhashed(database);
      expect(unhashed).toBeGreaterThan(0);
      await expireClaim(database);
    }
    const last = await startServer(settings);
    await expect
      .poll(async () => (await (await fetch(`${last.url}/readyz`)).json()).detail, {
        timeout: 60_000,
      })
      .toBeUndefined();
    await last.kill();

    const aliases = await database.reader.selectFrom('visitor_alias').selectAll().execute();
    const hashes = visitors.map((one) => storedAnonymousId(one.anonymousId)).sort();
    expect(aliases.map((row) => row.anonymous_id).sort()).toEqual(hashes);
    expect(new Set(aliases.map((row) => row.visitor_id)).size).toBe(visitors.length);
    expect(await pseudonyms(database)).toEqual(names);
    expect(await answerers(database)).toEqual(answered);
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
  });
});

async function countUnhashed({ reader }: TestDatabase): Promise<number> {
  const rows = await reader
    .selectFrom('visitor_alias')
    .select('anonymous_id')
    .where('anonymous_id', 'like', '%-%')
    .execute();
  return rows.length;
}

/** As if the 30 seconds had passed after which another process takes over. */
async function expireClaim({ writer }: TestDatabase): Promise<void> {
  await writer.updateTable('job').set({ claimed_until: '2026-01-01T00:00:00.000Z' }).execute();
}

async function pseudonyms({ reader }: TestDatabase): Promise<string[]> {
  const rows = await reader
    .selectFrom('visitor')
    .select('pseudonym')
    .orderBy('pseudonym')
    .execute();
  return rows.map(({ pseudonym }) => pseudonym);
}

/** The answers, each with the pseudonym of who gave it. */
async function answerers({ reader }: TestDatabase): Promise<object[]> {
  return reader
    .selectFrom('response')
    .innerJoin('visitor', 'visitor.id', 'response.visitor_id')
    .select(['response.id', 'visitor.pseudonym'])
    .orderBy('response.id')
    .execute();
}
