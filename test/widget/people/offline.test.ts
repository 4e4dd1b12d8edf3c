import { expect, test } from 'vitest';
import { openPanel, setUpWidget } from './widget-fixture.ts';

const stage = setUpWidget(async ({ publish }) => {
  await publish('2.0');
});

test('who loses the line with the panel open can rate, write, search and choose', async () => {
  const page = await stage.visit();
  const fetched = ['answers', 'follow-up-form', 'finder', 'switches'].map((name) =>
    page.waitForResponse((reply) => reply.url().includes(`/assets/${name}-`)),
  );
  const panel = await openPanel(page);
  await Promise.all(fetched);
  await page.context().setOffline(true);

  await panel.getByRole('radio', { name: 'Okay' }).check();
  await panel.getByText('Saved on this device').waitFor();
  await panel.getByRole('textbox', { name: 'Anything to add?' }).fill('From the train');
  await panel.getByRole('button', { name: 'Send' }).click();
  await panel.getByText('Your rating: Okay').waitFor();
  await panel.getByRole('button', { name: 'Search' }).click();
  await panel.getByRole('searchbox').fill('nothing like it');
  await panel.getByText('No matches').waitFor();
  await panel.getByRole('button', { name: 'Settings' }).click();
  await panel.getByText('Mute: hide the badge').waitFor();
  await panel.getByRole('button', { name: 'Settings' }).click();
  expect(await panel.getByText('Saved on this device').count()).toBe(1);

  await page.context().setOffline(false);
  await panel.getByText('Thank you').waitFor();
  expect(await panel.getByText('Saved on this device').count()).toBe(0);
});

test('who has never opened a tool is told why it does not come', async () => {
  const page = await stage.visit();
  await page.route('**/assets/{finder,switches}-*', (route) => route.abort());
  const panel = await openPanel(page);
  await panel.getByRole('button', { name: 'Search' }).click();
  await panel.getByRole('status').filter({ hasText: 'Check your connection' }).waitFor();
});

test('a rating that could not be fetched keeps its place, and is drawn there after the next attempt', async () => {
  const page = await stage.visit();
  const tries: string[] = [];
  await page.route('**/assets/rating-view-*', (route) => {
    tries.push(route.request().url());
    return route.abort();
  });
  const panel = await openPanel(page);
  const article = panel.getByRole('article').first();
  const height = () => article.evaluate((element) => element.getBoundingClientRect().height);
  await expect.poll(() => tries.length).toBeGreaterThan(0);
  expect(await panel.locator('tidings-rating').count()).toBe(0);
  const before = await height();

  await page.unroute('**/assets/rating-view-*');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await panel.getByRole('radio', { name: 'Okay' }).waitFor();
  expect(Math.abs((await height()) - before)).toBeLessThanOrEqual(2);
  await panel.getByRole('radio', { name: 'Okay' }).check();
  await panel.getByText('Thank you').waitFor();
});
