import { beforeEach, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import { response } from '../../contract/responses.ts';
import { score } from '../../contract/scores.ts';
import {
  bodyOf,
  type ReleaseClient,
  readProblem,
  startReleaseClient,
} from '../releases/release-client.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createTestProject } from '../support/projects.ts';

onEachDatabase('the answers about a release', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;
  let id: string;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    ({ id } = await desk.draft('2.0'));
    await desk.publish(id);
    return () => desk.api.stop();
  });

  const list = (query = '') =>
    bodyOf(desk.as.read('GET', `/releases/${id}/responses${query}`), listOf(response));

  /** One answer with two editions, of which the second holds, as accepting them would store it. */
  async function store(
    receivedAt: string,
    quarantined: 0 | 1 = 0,
    said: { rating?: number | null; comment?: string | null } = {},
    before: { rating?: number; comment?: string | null } = {},
  ): Promise<string> {
    const { rating = 5, comment = 'Fast now.' } = said;
    const { randomId } = desk.api.deps;
    const [responseId, visitorId] = [randomId(), randomId()];
    const survey = await database.reader.selectFrom('survey').select('id').executeTakeFirst();
    const key = { project_id: desk.project.id, survey_id: survey?.id ?? '', survey_version: 1 };
    const times = { occurred_at: receivedAt, received_at: receivedAt };
    await database.writer
      .insertInto('visitor')
      .values({
        project_id: key.project_id,
        id: visitorId,
        pseudonym: `Visitor ${receivedAt}`,
        bucket_key: visitorId,
        subject: null,
        account: null,
        muted: 0,
        seen_at: null,
        created_at: receivedAt,
      })
      .execute();
    await database.writer
      .insertInto('response')
      .values({
        ...key,
        ...times,
        id: responseId,
        release_id: id,
        visitor_id: visitorId,
        first_rating: 2,
        rating,
        scored_rating: rating,
        scored_day: receivedAt.slice(0, 10),
        scored_choices: '[]',
        latest_revision: 2,
        current_revision: 2,
        state: 'complete',
        surface: 'panel',
        locale: 'de',
        ran_version: '2.0',
        account: null,
        traits: '{}',
        buckets: '{}',
        standing: 'anonymous',
        in_window: 1,
        quarantined,
      })
      .execute();
    const edition = { project_id: key.project_id, response_id: responseId, ...times };
    const words = [
      { n: 1, rating: 2, answers: '{}', comment: 'Slow.', ...before },
      { n: 2, rating, answers: '{"reasons":["faster"]}', comment },
    ];
    await database.writer
      .insertInto('response_revision')
      .values(
        words.map((said) => ({
          ...edition,
          ...said,
          received_at: said.n === 2 ? '2026-06-03T08:00:00.000Z' : receivedAt,
          client_id: responseId,
          client_revision: said.n,
          state: 'complete' as const,
          content_hash: '',
        })),
      )
      .execute();
    return responseId;
  }

  test('are told as their latest edition says, the visitor by pseudonym alone', async () => {
    const at = '2026-06-01T12:00:01.000Z';
    const stored = await store(at);
    const reply = await desk.as.read('GET', `/releases/${id}/responses`);
    const body = await reply.text();
    expect(JSON.parse(body)).toMatchObject({
      data: [
        {
          id: stored,
          visitor: `Visitor ${at}`,
          rating: 5,
          answers: { reasons: ['faster'] },
          comment: 'Fast now.',
          revisions: 2,
          edited: true,
          version: '2.0',
          inWindow: true,
          quarantined: false,
          receivedAt: at,
          updatedAt: '2026-06-03T08:00:00.000Z',
        },
      ],
    });
    expect((await list()).data).toHaveLength(1);
    const visitor = await database.reader.selectFrom('visitor').select('id').executeTakeFirst();
    expect(body).not.toContain(visitor?.id);
  });

  test.each([
    ['a comment that came with the same rating', { rating: 2 }, { rating: 2 }, false],
    ['another rating', { rating: 3 }, { rating: 2 }, true],
    ['another comment', { rating: 2, comment: 'Slow.' }, { rating: 2 }, true],
    ['no comment any more', { rating: 2, comment: 'Slow.' }, { rating: 2, comment: null }, true],
  ])('tell whether anything sent was changed: %s', async (_, first, last, edited) => {
    await store('2026-06-01T12:00:01.000Z', 0, last, { comment: null, ...first });
    expect((await list()).data).toMatchObject([{ edited, revisions: 2 }]);
  });

  test('come newest first, each once, however they are paged', async () => {
    const second = '2026-06-01T12:00:02.000Z';
    const oldest = await store('2026-06-01T12:00:01.000Z');
    const twins = [await store(second), await store(second)].sort().reverse();
    const newest = await store('2026-06-01T12:00:03.000Z');
    const paged: string[] = [];
    let query: string | undefined = '?limit=1';
    while (query !== undefined) {
      const reply = await desk.as.read('GET', `/releases/${id}/responses${query}`);
      const { data } = await bodyOf(reply, listOf(response));
      paged.push(...data.map((one) => one.id));
      query = /<[^?]*(\?.*)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    expect(paged).toEqual([newest, ...twins, oldest]);
  });

  test('can be asked for by rating, and by whether they say anything in words', async () => {
    const at = (second: number) => `2026-06-01T12:00:0${second}.000Z`;
    const good = await store(at(1));
    const bad = await store(at(2), 0, { rating: 1 });
    const silent = await store(at(3), 0, { rating: 1, comment: null });
    const blank = await store(at(4), 0, { comment: '' });
    const ids = async (query: string) => (await list(query)).data.map(({ id }) => id);
    expect(await ids('?rating=1')).toEqual([silent, bad]);
    expect(await ids('?commented=true')).toEqual([bad, good]);
    expect(await ids('?commented=true&rating=1')).toEqual([bad]);
    expect(await ids('?rating=2')).toEqual([]);
    expect(await ids('')).toEqual([blank, silent, bad, good]);
    const reply = await desk.as.read('GET', `/releases/${id}/responses?rating=1&limit=1`);
    expect(reply.headers.get('link')).toContain('rating=1&limit=1&cursor=');
  });

  test('in quarantine are listed as such, and counted as kept out of the score', async () => {
    await store('2026-06-01T12:00:01.000Z', 1);
    await store('2026-06-01T12:00:02.000Z', 1);
    expect((await list()).data.every((one) => one.quarantined)).toBe(true);
    const { keptOut } = await bodyOf(desk.as.read('GET', `/releases/${id}/score`), score);
    expect(keptOut.quarantined).toBe(2);
  });

  test('can be asked for without those in quarantine, or only for those', async () => {
    const held = await store('2026-06-01T12:00:01.000Z', 1);
    const counted = await store('2026-06-01T12:00:02.000Z');
    const ids = async (query: string) => (await list(query)).data.map((one) => one.id);
    expect(await ids('?quarantined=false')).toEqual([counted]);
    expect(await ids('?quarantined=true&commented=true')).toEqual([held]);
    expect(await ids('')).toEqual([counted, held]);
  });

  test('are of one release', async () => {
    await store('2026-06-01T12:00:01.000Z');
    ({ id } = await desk.draft('3.0'));
    expect((await list()).data).toEqual([]);
  });

  test.each([
    '?limit=101',
    '?cursor=x',
    '?cursor=WzFd',
    '?visitor=x',
    '?rating=0',
    '?commented=no',
    '?quarantined=no',
  ])('are refused for a query that is none: %s', async (query) => {
    expect(
      await readProblem(desk.as.read('GET', `/releases/${id}/responses${query}`)),
    ).toMatchObject({ status: 422, code: 'invalid_query' });
  });

  test('are not there for another project’s key, and take a key', async () => {
    const other = await createTestProject(desk.api);
    const stranger = desk.api.as(await other.key('admin'));
    for (const slug of [desk.project.slug, other.slug]) {
      const reply = stranger.get(`/api/projects/${slug}/releases/${id}/responses`);
      expect(await readProblem(reply)).toMatchObject({ status: 404, code: 'not_found' });
    }
    const path = `/api/projects/${desk.project.slug}/releases/${id}/responses`;
    expect(await readProblem(desk.api.app.request(path))).toMatchObject({ status: 401 });
  });
});
