import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { commit } from '../../api/db/transact.ts';
import { updateExposureVisitors } from '../../api/exposures/exposure-queries.ts';
import { newId } from '../../api/ids.ts';
import { updateResponseVisitors } from '../../api/responses/queries.ts';
import { recount } from '../../api/responses/recount.ts';
import { hashSlice } from '../../api/visitors/alias-hashing.ts';
import { aliasHashingJob } from '../../api/visitors/alias-hashing-job.ts';
import { storedAnonymousId } from '../../api/visitors/anonymous-id.ts';
import { startJob } from '../jobs/start-job.ts';
import { type RatingFixture, startRatingFixture } from '../responses/rating-fixture.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { interruptAt } from '../support/interrupt.ts';
import { type EarlierVisitor, storeEarlierVisitors } from './earlier-visitors.ts';

const quick = { size: 3, pauseMs: 1, waitMs: 5 };
const minuteMs = 60_000;
const replacers = [updateExposureVisitors, updateResponseVisitors];

onEachDatabase('the ids of earlier anonymous visitors', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;

  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
    return () => asking.api.stop();
  });

  /** Earlier visitors, each of whom has answered once and was shown the release. */
  async function stage(count: { before: number; since: number }): Promise<EarlierVisitor[]> {
    const visitors = await storeEarlierVisitors(database, asking.projectId, count);
    await Promise.all(visitors.map((one) => answerOf(one)));
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    return visitors;
  }

  async function answerOf({ anonymousId }: EarlierVisitor, by = asking.api): Promise<void> {
    const reply = await by.post('/v1/responses', asking.answer({ visitor: anonymousId }));
    expect(reply.status).toBe(201);
  }

  function sliceBy(owner: string, now: Date, size = 100) {
    const until = new Date(now.getTime() + minuteMs).toISOString();
    const claim = { owner, now: now.toISOString(), until };
    const options = { claim, after: undefined, size, randomId: newId, replacers };
    return commit(database, (trx) => hashSlice(trx, options));
  }

  async function runToEnd(api: TestApi, pace = quick): Promise<void> {
    const stop = startJob(api.deps, aliasHashingJob(api.deps, replacers, pace));
    await expect.poll(isDone, { timeout: minuteMs, interval: 50 }).toBe(true);
    await stop();
  }

  /** As if every visitor had rated from one network in the last two days. */
  async function countAsRaters(): Promise<void> {
    const rows = await database.reader.selectFrom('visitor').select(['project_id', 'id']).execute();
    const raters = rows.map(({ project_id, id }) => ({ project_id, visitor_id: id }));
    const found = { hour: '2026-06-01T12', network: 'a digest' };
    const values = raters.map((rater) => ({ ...rater, ...found }));
    await database.writer.insertInto('network_rater').values(values).execute();
  }

  const ratersWithoutVisitor = () =>
    database.reader
      .selectFrom('network_rater')
      .select('visitor_id')
      .where('visitor_id', 'not in', database.reader.selectFrom('visitor').select('id'))
      .execute();

  const isDone = async () => {
    const rows = await database.reader.selectFrom('job').select('done_at').execute();
    return rows.every((row) => row.done_at !== null);
  };

  test('are found nowhere in the database afterwards, and nothing else has changed', async () => {
    const visitors = await stage({ before: 7, since: 4 });
    await countAsRaters();
    const before = await contentOf(database, visitors);
    await runToEnd(asking.api);
    expect(await ratersWithoutVisitor()).toEqual([]);
    for (const { anonymousId } of visitors) {
      expect(await everythingIn(database)).not.toContain(anonymousId);
    }
    expect(await contentOf(database, visitors)).toEqual(before);
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
  });

  test('still find the visitor, before, while and after they are hashed', async () => {
    const visitors = await stage({ before: 4, since: 3 });
    const answers = async () => {
      await Promise.all(visitors.map((one) => answerOf(one)));
      const rows = await database.reader.selectFrom('response').selectAll().execute();
      expect(rows).toHaveLength(visitors.length);
      expect(await recount(database.reader, asking.projectId)).toEqual([]);
    };
    await answers();
    expect(await sliceBy('one', asking.api.clock(), 4)).toMatchObject({ kind: 'more' });
    await answers();
    asking.api.clock.advance(minuteMs);
    await runToEnd(asking.api);
    await answers();
    const { count } = await database.reader
      .selectFrom('visitor')
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(visitors.length);
  });

  test('are as before or as after, at whichever statement a slice is interrupted', async () => {
    const visitors = await stage({ before: 3, since: 2 });
    // Its own statements would be counted too.
    await asking.api.stop();
    const before = await database.reader.selectFrom('visitor_alias').selectAll().execute();
    for (let k = 1; ; k += 1) {
      const end = interruptAt(k, () => {
        throw new Error('interrupted');
      });
      const outcome = await sliceBy('one', asking.api.clock()).catch((error: Error) => error);
      if (!end()) break;
      expect(outcome).toMatchObject({ message: 'interrupted' });
      const { reader, close } = database.openSecond();
      expect(await reader.selectFrom('visitor_alias').selectAll().execute()).toEqual(before);
      expect(await recount(reader, asking.projectId)).toEqual([]);
      await close();
    }
    const hashes = visitors.map((one) => storedAnonymousId(one.anonymousId)).sort();
    const rows = database.reader.selectFrom('visitor_alias').select('anonymous_id');
    expect((await rows.execute()).map((row) => row.anonymous_id).sort()).toEqual(hashes);
  });

  test('are hashed by one process at a time; another takes over where one was killed', async () => {
    await stage({ before: 5, since: 0 });
    const now = asking.api.clock();
    expect(await sliceBy('one', now, 2)).toMatchObject({ kind: 'more' });
    expect(await sliceBy('two', now, 2)).toEqual({ kind: 'taken' });
    expect(await sliceBy('one', now, 2)).toMatchObject({ kind: 'more' });
    const later = new Date(now.getTime() + minuteMs);
    expect(await sliceBy('two', later, 2)).toMatchObject({ kind: 'more' });
    expect(await sliceBy('one', later, 2)).toEqual({ kind: 'taken' });
    expect(await sliceBy('two', later, 2)).toEqual({ kind: 'done' });
    expect(await sliceBy('one', later, 2)).toEqual({ kind: 'taken' });
  });

  test('are hashed while two nodes serve: each answer is stored once, for its visitor', async () => {
    const visitors = await stage({ before: 120, since: 40 });
    const node = await startApi(database.openSecond());
    const pace = { ...quick, size: 10 };
    const stops = [asking.api, node].map(({ deps }) =>
      startJob(deps, aliasHashingJob(deps, replacers, pace)),
    );
    let round = 0;
    while (round < 3 || !(await isDone())) {
      const by = [asking.api, node][round % 2];
      const some = visitors.filter((_, n) => n % 4 === round % 4);
      await Promise.all(some.map((one) => answerOf(one, by)));
      round += 1;
    }
    for (const stop of stops) await stop();
    await node.stop();
    const rows = await database.reader.selectFrom('response').select('visitor_id').execute();
    expect(rows).toHaveLength(visitors.length);
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    const names = await database.reader.selectFrom('visitor').select('pseudonym').execute();
    expect(new Set(names.map(({ pseudonym }) => pseudonym)).size).toBe(visitors.length);
    expect(names).toHaveLength(visitors.length);
  });

  test('are hashed for thousands of visitors, in slices', async () => {
    const many = { before: 2500, since: 1500 };
    const visitors = await storeEarlierVisitors(database, asking.projectId, many);
    await runToEnd(asking.api, { size: 200, pauseMs: 1, waitMs: 5 });
    const rows = await database.reader.selectFrom('visitor_alias').selectAll().execute();
    const hashes = visitors.map((one) => storedAnonymousId(one.anonymousId)).sort();
    expect(rows.map((row) => row.anonymous_id).sort()).toEqual(hashes);
    expect(
      rows.filter((row) => row.visitor_id.slice(0, 8) === row.anonymous_id.slice(0, 8)),
    ).toEqual([]);
  });

  test('are named in the detail of /readyz until all are hashed', async () => {
    await stage({ before: 2, since: 0 });
    const detailOf = async () => (await (await asking.api.app.request('/readyz')).json()).detail;
    const { deps } = asking.api;
    const slowly = { ...quick, pauseMs: minuteMs };
    const stop = startJob(deps, aliasHashingJob(deps, replacers, slowly));
    const sentence = expect.stringContaining('ids are being hashed. Until this is done');
    await expect.poll(detailOf, { timeout: minuteMs }).toEqual([sentence]);
    await stop();
    await runToEnd(asking.api);
    expect(await detailOf()).toBeUndefined();
  });
});

/** What is stored of each visitor, without the ids: all of it must outlive the job. */
async function contentOf({ reader }: TestDatabase, visitors: EarlierVisitor[]): Promise<unknown[]> {
  const rowsIn = async (name: 'exposure' | 'response', id: string) => {
    const found = reader.selectFrom(name).selectAll().where('visitor_id', '=', id);
    return (await found.execute()).map(({ visitor_id, ...rest }) => rest);
  };
  const contents = visitors.map(async ({ anonymousId }) => {
    const { visitor_id, id, ...others } = await reader
      .selectFrom('visitor_alias')
      .innerJoin('visitor', 'visitor.id', 'visitor_alias.visitor_id')
      .selectAll('visitor')
      .select('visitor_id')
      .where('anonymous_id', 'in', [anonymousId, storedAnonymousId(anonymousId)])
      .executeTakeFirstOrThrow();
    const met = [await rowsIn('exposure', visitor_id), await rowsIn('response', visitor_id)];
    return { anonymousId, others, met };
  });
  return Promise.all(contents);
}

/** All rows of all tables as one text. */
async function everythingIn({ reader }: TestDatabase): Promise<string> {
  const tables = await reader.introspection.getTables({ withInternalKyselyTables: true });
  const rows = tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(reader));
  return JSON.stringify((await Promise.all(rows)).map((result) => result.rows));
}
