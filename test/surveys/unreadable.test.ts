import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import { issueTicket } from '../../api/visitors/ticket.ts';
import { score } from '../../contract/scores.ts';
import { readFeed, versionsOf } from '../feed/publisher.ts';
import {
  bodyOf,
  type ReleaseClient,
  readProblem,
  startReleaseClient,
} from '../releases/release-client.ts';
import { insertTallies } from '../scores/tally-rows.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { changeRelease, csatDefinition, storeSurvey } from './stored-surveys.ts';

const unreadable = {
  'another kind': { kind: 'x', definition: '{"kind":"x","points":5,"questions":[]}' },
  'no JSON': { kind: 'csat', definition: '{"kind":"csat",' },
  'another scale': { kind: 'csat', definition: '{"kind":"csat","points":4,"questions":[]}' },
  'another kind of question': {
    kind: 'csat',
    definition: '{"kind":"csat","points":5,"questions":[{"id":"q","kind":"maze"}]}',
  },
};

onEachDatabase('a survey whose definition this version cannot read', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;
  let strange: string;
  let good: string;
  let goodSurvey: string;
  let strangeSurvey: string;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    vi.spyOn(desk.api.deps.log, 'warn');
    return () => desk.api.stop();
  });
  afterEach(() => vi.restoreAllMocks());

  /** A release with the survey, live beside one that asks what this version knows. */
  async function publishBoth(stored: { kind: string; definition: string }): Promise<void> {
    const { api, project } = desk;
    strangeSurvey = await storeSurvey(api, project.id, stored);
    strange = (await desk.draft('1.0')).id;
    await changeRelease(api, { projectId: project.id, id: strange }, { survey_id: strangeSurvey });
    await desk.publish(strange);
    const known = { kind: 'csat', definition: csatDefinition('easier') };
    goodSurvey = await storeSurvey(api, project.id, known);
    good = (await desk.draft('2.0')).id;
    await changeRelease(api, { projectId: project.id, id: good }, { survey_id: goodSurvey });
    await desk.publish(good);
  }

  const shown = () => readFeed(desk.api, desk.project.publicKey);

  function send(release: string, survey: string): Promise<Response> {
    const { deps, clock, post } = desk.api;
    const now = clock().toISOString();
    const asked = clock().getTime() / 1000 - 60;
    return post('/v1/responses', {
      project: desk.project.publicKey,
      ticket: issueTicket(deps.keys.tickets.current, desk.project.id, 'tag', asked),
      ...{ id: deps.randomId(), revision: 1, release, survey, visitor: crypto.randomUUID() },
      ...{ state: 'complete', rating: 4, surface: 'panel', createdAt: now, sentAt: now },
    });
  }

  const warnings = () => vi.mocked(desk.api.deps.log.warn).mock.calls;

  describe.each(Object.entries(unreadable))('%s', (_, stored) => {
    beforeEach(() => publishBoth(stored));

    test('leaves its release without a question, and every other as it is', async () => {
      const feed = await shown();
      expect(versionsOf(feed)).toEqual(['2.0', '1.0']);
      expect(feed.releases.map(({ survey }) => survey?.id)).toEqual([goodSurvey, undefined]);
    });

    test('takes no answer, and keeps none from another release', async () => {
      expect(await readProblem(send(strange, strangeSurvey))).toMatchObject({
        status: 422,
        code: 'survey_unknown',
      });
      expect((await send(good, goodSurvey)).status).toBe(201);
      expect(await recount(database.reader, desk.project.id)).toEqual([]);
    });

    test('lets visitors be noted, and the public page and all lists be read', async () => {
      const at = desk.api.clock().toISOString();
      const events = [strange, good].map((release) => ({ kind: 'shown', release, at }));
      const told = { project: desk.project.publicKey, visitor: crypto.randomUUID(), events };
      expect(await (await desk.api.post('/v1/events', told)).json()).toMatchObject({ accepted: 2 });
      const page = await desk.api.app.request(`/changelog/${desk.project.slug}`);
      expect([page.status, (await page.text()).includes('1.0')]).toEqual([200, true]);
      const lists = ['/releases', `/releases/${strange}/responses`, `/releases/${strange}`];
      for (const path of lists) expect((await desk.as.read('GET', path)).status).toBe(200);
    });

    test('is logged in one line, however often the project is read', async () => {
      for (const title of ['One', 'Two', 'Three']) {
        await desk.edit(good, { title });
        await shown();
        await send(strange, strangeSurvey);
        await send(good, goodSurvey);
      }
      expect(warnings()).toEqual([
        [
          {
            project: desk.project.id,
            survey: strangeSurvey,
            version: 1,
            reason: expect.stringMatching(/\w/),
          },
          expect.stringContaining('cannot read its definition'),
        ],
      ]);
    });
  });

  const report = (id: string) => bodyOf(desk.as.read('GET', `/releases/${id}/score`), score);

  async function listed(id: string) {
    const { data } = await (await desk.as.read('GET', '/releases')).json();
    return data.find((release: { id: string }) => release.id === id).score;
  }

  test('of another kind has its ratings counted in the report, without a score', async () => {
    await publishBoth(unreadable['another kind']);
    await insertTallies(database, strange, [
      { rating: 9, count: 6 },
      { rating: 2, count: 4 },
    ]);
    const { survey, headline, distribution, definition, bySurface } = await report(strange);
    expect(survey).toEqual({ id: strangeSurvey, version: 1 });
    expect(headline).toEqual({
      ...{ n: 10, satisfied: 0, value: null, interval: null, display: 'hidden' },
    });
    expect(distribution).toEqual([
      { rating: 2, count: 4 },
      { rating: 9, count: 6 },
    ]);
    expect(definition).toContain('does not support this kind of survey');
    expect(bySurface).toEqual([{ surface: 'panel', headline }]);
    expect(await listed(strange)).toEqual(headline);
    expect((await report(good)).headline).toMatchObject({ n: 0, value: null });
  });

  test('of a known kind is scored on the scale of its kind', async () => {
    await publishBoth(unreadable['no JSON']);
    await insertTallies(database, strange, [
      { rating: 5, count: 6 },
      { rating: 2, count: 4 },
      { rating: 5, count: 6, dimension: 'answer:reasons', value: 'easier' },
    ]);
    const { headline, distribution, reasons } = await report(strange);
    expect(headline).toMatchObject({ n: 10, satisfied: 6, value: 0.6 });
    expect(distribution.map(({ count }) => count)).toEqual([0, 4, 0, 0, 6]);
    expect(reasons).toEqual([]);
    expect(await listed(strange)).toEqual(headline);
  });
});
