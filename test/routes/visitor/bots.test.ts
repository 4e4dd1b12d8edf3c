import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recount } from '../../../api/responses/recount.ts';
import { createBotCheck } from '../../../api/routes/visitor/bots.ts';
import { startReview } from '../../responses/network-answers.ts';
import { type RatingFixture, startRatingFixture } from '../../responses/rating-fixture.ts';
import { countRows } from '../../responses/stored-counts.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';

const person =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

describe('a user agent', () => {
  const isKnownBot = createBotCheck();

  test.each([
    crawler,
    person.replace('Chrome', 'HeadlessChrome'),
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/100.0.0.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Cypress/13 Electron/28',
  ])('of a known bot is one: %s', (userAgent) => {
    expect([isKnownBot(userAgent), isKnownBot(userAgent)]).toEqual([true, true]);
  });

  test.each([
    undefined,
    '',
    person,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
    'Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Acme/1.2 Chrome/120.0.0.0 Electron/28.3.3 Safari/537.36',
    'okhttp/4.12.0',
    'node',
    'Acme/1.0 CFNetwork/1410',
  ])('of a person or an app is none: %s', (userAgent) => {
    expect(isKnownBot(userAgent)).toBe(false);
  });

  test('of any length is checked', () => {
    expect(isKnownBot(crawler + 'x'.repeat(100_000))).toBe(true);
    expect(isKnownBot('x'.repeat(100_000))).toBe(false);
  });
});

onEachDatabase('a known bot', ({ open }) => {
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

  const answerAs = (userAgent: string, changes: Record<string, unknown> = {}) =>
    asking.api.post('/v1/responses', asking.answer(changes), { 'user-agent': userAgent });

  test('is thanked, but kept out of the score and of the reach, and counted as kept out', async () => {
    expect((await answerAs(person, { rating: 5 })).status).toBe(201);
    for (const rating of [1, 2, 5]) {
      expect((await answerAs(crawler, { rating })).status).toBe(201);
    }
    const body = asking.answer({ rating: 3 });
    const headers = { 'user-agent': crawler };
    expect((await asking.api.post('/v1/responses', body, headers)).status).toBe(201);
    asking.api.clock.advance(60_000);
    const edit = { ...body, revision: 2, rating: 1 };
    expect((await asking.api.post('/v1/responses', edit, headers)).status).toBe(201);
    const { headline, keptOut, funnel, byDay } = await review.score();
    expect(headline).toMatchObject({ n: 1, satisfied: 1 });
    expect(keptOut).toMatchObject({ bots: 4, unverified: 0, quarantined: 0 });
    expect(funnel).toMatchObject({ shown: 1, read: 1, answered: 1 });
    expect(byDay.at(-1)).toMatchObject({ shown: 1, answered: 1 });
  });

  test('reports nothing that is kept', async () => {
    const { publicKey: project, release, api } = asking;
    const body = {
      project,
      visitor: crypto.randomUUID(),
      events: [{ kind: 'shown', release: release.id, at: api.clock().toISOString() }],
    };
    const told = async (userAgent: string) =>
      (await api.post('/v1/events', body, { 'user-agent': userAgent })).json();
    expect(await told(crawler)).toEqual({ accepted: 0 });
    expect(await countRows(database)).toMatchObject({ exposure: 0 });
    expect(await told(person)).toEqual({ accepted: 1 });
  });

  test('does not make a network suspicious', async () => {
    const { api } = asking;
    for (let n = 0; n < 20; n += 1) {
      const body = asking.answer();
      const headers = { 'user-agent': crawler };
      expect((await api.postFrom('203.0.113.9', '/v1/responses', body, headers)).status).toBe(201);
    }
    expect(await review.groups()).toEqual([]);
    expect((await review.score()).keptOut).toMatchObject({ bots: 20, quarantined: 0 });
  });
});
