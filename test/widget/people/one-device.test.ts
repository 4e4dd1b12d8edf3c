import { SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { TokenKeyCreated } from '../../../contract/keys.ts';
import type { Response } from '../../../contract/responses.ts';
import { openPanel, panelOf, setUpWidget } from './widget-fixture.ts';

let release: string;
let sign: (sub: string, forSeconds?: number) => Promise<string>;

const stage = setUpWidget(async ({ call, publish }) => {
  release = await publish('2.0');
  const { secret } = await call<TokenKeyCreated>('POST', '/token-keys', { algorithm: 'HS256' });
  const { id } = await call<{ id: string }>('GET', '');
  const key = new TextEncoder().encode(secret);
  sign = (sub, forSeconds = 600) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(sub)
      .setAudience(id)
      .setExpirationTime(Math.floor(Date.now() / 1000) + forSeconds)
      .sign(key);
});

const identify = (page: Page, token?: string) =>
  page.evaluate((given) => {
    const { tidings } = window as unknown as { tidings: (...call: unknown[]) => void };
    tidings('identify', { token: given });
  }, token);

const answers = async () =>
  (await stage.call<{ data: Response[] }>('GET', `/releases/${release}/responses`)).data;

/** Rates and begins to write, as somebody who is known by name. */
async function write(page: Page, sub: string): Promise<void> {
  await identify(page, await sign(sub));
  const panel = await openPanel(page);
  await panel.getByRole('radio', { name: 'Bad', exact: true }).check();
  await panel.getByText('Thank you').waitFor();
  await panel.getByRole('textbox', { name: 'Anything to add?' }).fill('Not for others');
}

async function expectNothingOfTheirs(page: Page): Promise<void> {
  const panel = panelOf(page);
  await panel.getByRole('radio', { name: 'Bad', exact: true }).waitFor();
  expect(await panel.getByRole('radio', { checked: true }).count()).toBe(0);
  expect(await panel.getByRole('textbox').count()).toBe(0);
}

describe('who comes to a device after somebody else', () => {
  test('finds nothing of what they chose and wrote, and says nothing in their name', async () => {
    const page = await stage.visit();
    await write(page, 'erin');
    const before = await answers();
    expect(before).toMatchObject([{ rating: 2, standing: 'verified', comment: null }]);
    await identify(page);
    await expectNothingOfTheirs(page);
    await panelOf(page).getByRole('radio', { name: 'Very good' }).check();
    await panelOf(page).getByText('Thank you').waitFor();
    const after = await answers();
    expect(after).toHaveLength(2);
    expect(after).toMatchObject([
      { rating: 5, standing: 'anonymous', comment: null },
      { rating: 2, standing: 'verified', comment: null },
    ]);
  });

  test('nor where the panel was closed in between; and the first finds it all again', async () => {
    const page = await stage.visit();
    await write(page, 'ada');
    await page.keyboard.press('Escape');
    await identify(page, await sign('bob'));
    await openPanel(page);
    await expectNothingOfTheirs(page);
    await identify(page, await sign('ada'));
    const comment = panelOf(page).getByRole('textbox', { name: 'Anything to add?' });
    await expect.poll(() => comment.inputValue()).toBe('Not for others');
  });

  test('keeps what they are writing when only their token is a fresh one', async () => {
    const page = await stage.visit();
    await write(page, 'cem');
    const comment = panelOf(page).getByRole('textbox', { name: 'Anything to add?' });
    const feed = page.waitForResponse('**/v1/feed');
    await identify(page, await sign('cem', 900));
    await feed;
    expect(await comment.inputValue()).toBe('Not for others');
    expect(await comment.evaluate((field) => field.matches(':focus'))).toBe(true);
  });
});

test('a token that the server refuses takes the news from nobody', async () => {
  const page = await stage.visit();
  await identify(page, await sign('dora', -60));
  const panel = await openPanel(page);
  expect(await panel.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['2.0']);
  expect(await panel.getByText('Try again').count()).toBe(0);
});
