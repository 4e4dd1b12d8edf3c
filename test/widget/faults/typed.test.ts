import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { goOffline, launchBrowser } from '../../support/browser.ts';
import { createFileDatabase, type DatabaseLocation } from '../../support/databases.ts';
import { type Instance, startInstance } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import * as visitor from './visitor.ts';

const half = 'It is faster, but I cannot';

describe('a half-written comment', () => {
  let database: DatabaseLocation;
  let instance: Instance;
  let host: Host;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let release: string;
  let version: string;
  let versions = 0;

  beforeAll(async () => {
    database = await createFileDatabase();
    instance = await startInstance(database.url);
    host = await startHost({ '/': { body: visitor.pageWithStub(instance) } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await Promise.all([host.stop(), instance.server.kill()]);
    await database.remove();
  });

  /** Each test writes about a release of its own. */
  beforeEach(async () => {
    versions += 1;
    version = `2.${versions}.0`;
    release = await instance.publish(version);
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    await page.goto(host.origin);
    await visitor.openPanel(page);
    await about().getByRole('radio', { name: 'Okay' }).check();
    await comment().pressSequentially(half);
  });
  afterEach(() => context.close());

  const about = () => page.getByRole('article', { name: version, exact: true });
  const comment = () => about().getByRole('textbox', { name: 'Anything to add?' });
  const send = () => about().getByRole('button', { name: 'Send' });

  test('is there again when the panel is opened again', async () => {
    await page.keyboard.press('Escape');
    await comment().waitFor({ state: 'hidden' });
    await visitor.openPanel(page);
    expect(await comment().inputValue()).toBe(half);
  });

  test('is there again after a reload, even without a connection', async () => {
    await page.reload();
    await visitor.launcher(page).hover();
    await goOffline(context);
    await visitor.launcher(page).click();
    await page.getByText('You’re offline.').waitFor();
    await context.setOffline(false);
    await comment().waitFor();
    expect(await comment().inputValue()).toBe(half);
  });

  test('is not touched by a release that comes while it is written', async () => {
    const caret = 3;
    await comment().evaluate((field, at) => {
      (field as HTMLTextAreaElement).setSelectionRange(at, at);
    }, caret);
    await instance.publish(`3.${versions}.0`);
    await page.getByRole('article', { name: `3.${versions}.0`, exact: true }).waitFor();
    await page.keyboard.type('much ');
    expect(await comment().inputValue()).toBe(`${half.slice(0, caret)}much ${half.slice(caret)}`);
  });

  test('is there still where the server refuses it', async () => {
    await refuseAnswers();
    await send().click();
    await about().getByText('Not sent. Your text is still here.').waitFor();
    expect(await comment().inputValue()).toBe(half);
    await page.reload();
    await visitor.openPanel(page);
    expect(await comment().inputValue()).toBe(half);
  });

  test('is sent by itself where the connection is lost, and stays to be changed', async () => {
    await visitor.waitForAnswers(instance, release);
    await goOffline(context);
    await send().click();
    await about().getByText('Saved on this device until you’re online.').waitFor();
    await about().getByRole('button', { name: 'Change' }).click();
    expect(await comment().inputValue()).toBe(half);
    await context.setOffline(false);
    const said = async () => (await visitor.answersTo(instance, release)).map((one) => one.comment);
    await expect.poll(said).toEqual([half]);
  });

  async function refuseAnswers(): Promise<void> {
    await page.route('**/v1/responses', (route) =>
      route.fulfill({
        status: 422,
        headers: { 'Access-Control-Allow-Origin': '*' },
        json: { status: 422, code: 'invalid_body' },
      }),
    );
  }
});
