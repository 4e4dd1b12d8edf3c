import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import { project } from '../../contract/projects.ts';
import { release } from '../../contract/releases.ts';
import { response } from '../../contract/responses.ts';
import { score } from '../../contract/scores.ts';
import { launchBrowser, openPage, waitUntilRateable } from '../support/browser.ts';
import { onEachDatabase } from '../support/databases.ts';
import { hostPage, strictPolicy } from '../support/embedding.ts';
import { type Host, startHost } from '../support/hosts.ts';
import { ownerTokenAt } from '../support/people.ts';
import { type RunningServer, startServer } from '../support/processes.ts';
import { launcherOf, panelOf } from '../widget/people/widget-fixture.ts';
import * as team from './dashboard-steps.ts';
import { rateByManyVisitors, readPanel } from './rate-release.ts';

const given = ['keep-a-changelog', 'slack-go', 'sanitize-html', 'posthog-js-changesets']
  .map((name) => join('..', 'shared', 'data', 'changelogs', `${name}.md`))
  .filter(existsSync);
/** Those that were handed to us, or as many that installed packages ship. */
const changelogs =
  given.length === 4
    ? given
    : ['@codemirror/view', '@codemirror/state', 'prebuild-install', 'form-data'].map((name) =>
        join('node_modules', name, 'CHANGELOG.md'),
      );

/** A second is what is promised; as much again is for a machine on which all this runs at once. */
const soon = { timeout: 2000 };
const owner = { name: 'Olga Owner', email: 'olga@acme.example', password: 'seven green kites' };
const editor = { name: 'Edgar Editor', email: 'ed@acme.example', password: 'eight white gulls' };

onEachDatabase('the main job', ({ open }) => {
  let server: RunningServer;
  let host: Host;
  let browser: Browser;
  let olga: Page;
  let acme: string;

  beforeAll(async () => {
    browser = await launchBrowser({ isWhole: true });
  });

  const badge = (page: Page) => page.locator('tidings-launcher [part~=badge]');
  const article = (page: Page, version: string) =>
    panelOf(page).getByRole('article').filter({ hasText: version });

  /** What the owner is told by the API, as the pages of the dashboard are. */
  async function read(path: string): Promise<unknown> {
    const reply = await olga.request.get(`${server.url}/api/projects/acme${path}`);
    if (!reply.ok()) throw new Error(await reply.text());
    return reply.json();
  }
  const answersTo = async (id: string) =>
    listOf(response).parse(await read(`/releases/${id}/responses?limit=100`)).data;

  async function visitHost(): Promise<Page> {
    const page = await openPage(browser);
    page.setDefaultTimeout(10_000);
    await page.goto(host.origin);
    await launcherOf(page).waitFor();
    return page;
  }

  /** Rates with the arrow keys, as somebody without a mouse does. */
  async function rateByKeys(page: Page, version: string, from: string, right: number) {
    await article(page, version).getByRole('radio', { name: from, exact: true }).focus();
    if (right === 0) await page.keyboard.press('Space');
    for (let step = 0; step < right; step += 1) await page.keyboard.press('ArrowRight');
  }

  async function switchOn(page: Page, name: RegExp): Promise<void> {
    await launcherOf(page).click();
    await panelOf(page).getByRole('button', { name: 'Settings' }).click();
    await panelOf(page).getByRole('switch', { name }).check();
    await page.keyboard.press('Escape');
    await page.reload();
    await launcherOf(page).waitFor();
  }

  test('from a changelog to a score, and back', { timeout: 300_000 }, async () => {
    const database = await open();
    const settings = { DATABASE_URL: database.url, LOG_LEVEL: 'fatal', RATE_LIMITS: 'count' };
    server = await startServer(settings);
    olga = await openPage(browser);
    olga.setDefaultTimeout(20_000);

    // The owner comes in by the first link, makes Acme and brings its history along.
    const token = await ownerTokenAt(database.url);
    await team.signUpByLink(olga, `${server.url}/admin/#enter=${token}`, owner);
    await team.createProject(olga, 'Acme');
    let imported = 0;
    for (const path of changelogs) imported += await team.importFile(olga, path);
    expect(imported).toBeGreaterThan(100);
    const { publicKey } = project.parse(await read(''));
    const place = { url: server.url, publicKey };
    acme = `${server.url}/changelog/acme`;

    // A host of another origin, under a policy that is otherwise closed.
    const snippet = `<script async src="${server.url}/v1/loader.js" data-project="${publicKey}"></script>`;
    const policy = strictPolicy(server.url);
    host = await startHost({ '/': { body: hostPage(snippet), policy } });
    const visitor = await visitHost();
    expect(await badge(visitor).isVisible()).toBe(false);

    // Two releases are written, looked at and published; open pages hear of them.
    const first = { version: '9.0.0', title: 'Boards for every crew', note: 'Crew boards' };
    const older = await team.writeRelease(olga, { ...first, text: 'Each crew has a **board**.' });
    await team.publish(olga);
    await expect.poll(() => badge(visitor).textContent(), soon).toBe('1');
    const second = { version: '9.1.0', title: 'Search as you type', note: 'Search' };
    const newer = await team.writeRelease(olga, {
      ...second,
      text: 'Results come while you type.',
    });
    await team.publish(olga);
    await expect.poll(() => badge(visitor).textContent(), soon).toBe('2');

    // The visitor rates by keyboard, says why, and thinks better of it.
    await launcherOf(visitor).focus();
    await visitor.keyboard.press('Enter');
    await article(visitor, '9.1.0').waitFor();
    await waitUntilRateable(visitor);
    await rateByKeys(visitor, '9.1.0', 'Good', 0);
    const comment = article(visitor, '9.1.0').getByRole('textbox', { name: 'Anything to add?' });
    await comment.focus();
    await visitor.keyboard.type('Much better');
    await article(visitor, '9.1.0').getByRole('button', { name: 'Send' }).press('Enter');
    await article(visitor, '9.1.0').getByText('Your rating: Good').waitFor();
    await article(visitor, '9.1.0').getByRole('button', { name: 'Change' }).press('Enter');
    await rateByKeys(visitor, '9.1.0', 'Good', 1);
    await article(visitor, '9.1.0').getByRole('button', { name: 'Send' }).press('Enter');
    await article(visitor, '9.1.0').getByText('Your rating: Very good').waitFor();
    const saidOf = async (id: string) =>
      (await answersTo(id)).map(({ rating, comment }) => [rating, comment]);
    await expect.poll(() => saidOf(newer)).toEqual([[5, 'Much better']]);

    // Without a connection too: it waits on the device, and is stored once.
    await visitor.context().setOffline(true);
    await article(visitor, '9.0.0').getByRole('radio', { name: 'Okay', exact: true }).check();
    await article(visitor, '9.0.0').getByText('Saved on this device').waitFor();
    await visitor.context().setOffline(false);
    await expect.poll(() => saidOf(older)).toEqual([[3, null]]);
    expect(await answersTo(older)).toMatchObject([{ revisions: 1 }]);
    await visitor.keyboard.press('Escape');

    // What a visitor switched off stays off after a reload, whatever is published.
    const [muted, calm] = [await visitHost(), await visitHost()];
    await switchOn(muted, /^Mute/);
    await switchOn(calm, /major releases only/);
    await team.writeRelease(olga, {
      version: '9.1.1',
      title: 'A fix',
      note: 'Accents',
      text: 'Found.',
    });
    await team.publish(olga);
    await expect.poll(() => badge(visitor).textContent(), soon).toBe('1');
    expect(await badge(muted).isVisible()).toBe(false);
    expect(await badge(calm).isVisible()).toBe(false);

    // A crowd answers; the report shows what the API says, with n, interval and comments.
    await rateByManyVisitors(place, newer, 40, [5, 4, 2, 5]);
    const { headline, funnel } = score.parse(await read(`/releases/${newer}/score`));
    expect(headline).toMatchObject({ n: 41, satisfied: 31, display: 'normal' });
    await olga.goto(`${server.url}/admin/acme/releases/${newer}`);
    await olga.getByText('76%').first().waitFor();
    await olga.getByText('31 of 41 answers are 4 or 5.').waitFor();
    const { low, high } = headline.interval ?? { low: 0, high: 0 };
    const range = `${Math.round(low * 100)}–${Math.round(high * 100)}%`;
    await olga.getByText(range).first().waitFor();
    await olga.getByText('Much better').waitFor();
    expect(funnel).toMatchObject({ answered: 41 });

    // An editor rolls it back: gone from the open panel, the page and the feeds, and not from the record.
    const invitation = await olga.request.post(`${server.url}/api/projects/acme/invitations`, {
      data: { role: 'editor' },
      headers: { origin: server.url },
    });
    const { link } = (await invitation.json()) as { link: string };
    const ed = await openPage(browser);
    ed.setDefaultTimeout(20_000);
    await team.signUpByLink(ed, `${server.url}/admin/#enter=${link.split('#enter=')[1]}`, editor);
    await ed.goto(`${server.url}/admin/acme/releases/${newer}`);
    await launcherOf(visitor).click();
    await article(visitor, '9.1.0').waitFor();
    expect((await fetch(`${acme}/9.1.0`)).status).toBe(200);
    await team.rollBack(ed, 'Search misses accents.');
    await Promise.all([
      expect.poll(() => article(visitor, '9.1.0').count(), soon).toBe(0),
      expect.poll(async () => (await fetch(`${acme}/9.1.0`)).status, soon).toBe(404),
      expect
        .poll(async () => (await fetch(`${acme}/atom.xml`)).text(), soon)
        .not.toContain('Search as you type'),
      expect
        .poll(async () => (await readPanel(place)).releases.map(({ version }) => version), soon)
        .not.toContain('9.1.0'),
    ]);
    const kept = release.parse(await read(`/releases/${newer}`));
    expect(kept).toMatchObject({ state: 'rolled_back', rollBackReason: 'Search misses accents.' });
    expect(await answersTo(newer)).toHaveLength(41);
    await host.stop();
    await server.kill();
  });
});
