import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { createFileDatabase, type DatabaseLocation } from '../../support/databases.ts';
import { type Instance, startInstance } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import { runTidings } from '../../support/processes.ts';
import * as visitor from './visitor.ts';

const changelog = 'node_modules/@codemirror/view/CHANGELOG.md';

describe('a project with more than 200 releases', () => {
  let database: DatabaseLocation;
  let instance: Instance;
  let host: Host;
  let browser: Browser;

  beforeAll(async () => {
    database = await createFileDatabase();
    const DATABASE_URL = database.url;
    instance = await startInstance(DATABASE_URL);
    const create = ['key', 'create', '--project', 'tidings', '--scope', 'publish'];
    const { stdout } = await runTidings(create, { DATABASE_URL });
    const key = stdout.trim().split('\n').at(-1);
    const { url } = instance.server;
    const take = ['import', changelog, '--project', 'tidings'];
    await runTidings(take, { TIDINGS_URL: url, TIDINGS_KEY: key });
    host = await startHost({ '/': { body: visitor.pageWithStub(instance) } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await Promise.all([host.stop(), instance.server.kill()]);
    await database.remove();
  });

  test('shows each of them once to whoever scrolls to the end', async () => {
    const text = await readFile(changelog, 'utf8');
    const versions = [...text.matchAll(/^## (\S+)/gm)].map(([, version]) => version);
    expect(versions.length).toBeGreaterThan(200);
    const oldest = versions.at(-1) as string;

    const page = await openPage(browser);
    await page.goto(host.origin);
    await visitor.openPanel(page);
    await page.getByRole('dialog').hover();
    const last = page.getByRole('article', { name: oldest, exact: true });
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 20_000);
          return (await last.count()) > 0 && (await last.boundingBox());
        },
        { timeout: 20_000 },
      )
      .toMatchObject({ y: expect.any(Number) });
    await expect
      .poll(() => page.getByRole('button', { name: 'Show older releases' }).count())
      .toBe(0);

    const shown = await page.getByRole('article').locator('h3').allTextContents();
    const imported = shown.filter((version) => versions.includes(version));
    expect(imported).toEqual(versions);
    // They are imported, so nobody is asked about them. The instance's own newest release can be rated.
    const own = [...(await readFile('CHANGELOG.md', 'utf8')).matchAll(/^## \[/gm)];
    expect(shown.length).toBe(versions.length + own.length);
    expect(await page.locator('tidings-changelog footer').count()).toBe(1);
  });
});
