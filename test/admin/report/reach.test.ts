import { beforeAll, expect, test } from 'vitest';
import { insertExposures, insertTallies } from '../../scores/tally-rows.ts';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaultsOnEachScreen } from '../pages/page-checks.ts';
import { createAnswerSender } from './visitor-answers.ts';

const long = 'w'.repeat(120);
const stage = setUpDashboard();
const releases: Record<string, string> = {};

beforeAll(async () => {
  const version = `2.0-${'x'.repeat(80)}`;
  releases.liked = await stage.publish(version, { title: long, major: true });
  releases.few = await stage.publish('2.1');
  releases.none = await stage.publish('2.2');
  releases.rolledBack = await stage.publish('2.3');
  releases.draft = (await stage.call<{ id: string }>('POST', '/releases', { version: '2.4' })).id;
  const crowd = await createAnswerSender(stage);
  await crowd.answerMany(releases.liked, 8, (n) => ({
    rating: 1 + (n % 5),
    answers: { reasons: ['easier', 'broken', 'did_not_notice'] },
    comment: n % 2 ? long : 'نعم، شكرا',
    surface: n % 2 ? 'inline' : 'panel',
    version: long.slice(0, 100),
  }));
  await crowd.answerMany(releases.few, 3, () => ({ rating: 4 }));
  await insertExposures(stage.database, releases.liked, { shown: 12_345, read: 600 });
  await insertTallies(stage.database, releases.liked, [
    { rating: 5, count: 90, surface: 'link' },
    { rating: 2, count: 7, inWindow: 0, surface: 'link' },
  ]);
  const reason = { reason: long };
  await stage.call('POST', `/releases/${releases.rolledBack}/roll-back`, reason);
});

test.each(['liked', 'none', 'rolledBack', 'draft'])(
  'the report of a release that is %s is within everybody’s reach',
  { timeout: 60_000 },
  async (name) => {
    const page = await stage.visit(`/admin/tidings/releases/${releases[name]}`);
    await headingOf(page, /^2\./).waitFor();
    await page.waitForLoadState('networkidle');
    for (const table of await page.getByText(/^Show .*table$/).all()) await table.click();
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
    await page
      .getByRole('button', { name: /^What does/ })
      .or(page.getByRole('link', { name: 'History' }))
      .first()
      .focus();
    await page.keyboard.press('Enter');
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
    expect(stage.pageLogOf(page).errors).toEqual([]);
  },
);

test('so is one that cannot be read, and says how to try again', async () => {
  const page = await stage.visit('/admin/tidings/releases');
  await page.route('**/score', (route) => route.abort());
  await page.goto(`${stage.server.url}/admin/tidings/releases/${releases.few}`);
  const retry = page.getByRole('button', { name: 'Try again' });
  await retry.waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  await page.unroute('**/score');
  await retry.click();
  await page.getByText('3 of 5 answers needed').waitFor();
});
