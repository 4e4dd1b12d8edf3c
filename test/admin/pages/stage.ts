import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { connect } from '../../../api/db/connect.ts';
import type { Database } from '../../../api/db/database.ts';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { makeStageDatabase } from '../../support/databases.ts';
import { type Instance, startInstance, type Watch, watchPage } from '../../support/embedding.ts';
import { ownerTokenAt } from '../../support/people.ts';
import type { Environment } from '../../support/processes.ts';

const patienceMs = 10_000;

/** Who came in first. */
export const owner = { name: 'Ann Harper', email: 'ann@example.com', password: 'six red boats' };

interface Visit {
  as?: 'owner' | 'guest' | 'first';
  browser?: BrowserContextOptions;
  /** What is done with the page before it goes anywhere. */
  before?: (page: Page) => Promise<unknown>;
}

/** An instance whose first owner has come in. */
export interface AdminStage extends Instance {
  database: Database;
  /** By which the first owner came in. */
  enterLink: string;
  /** Comes to an address of the dashboard: as the owner, as a guest, or before anybody has come in. */
  visit(path: string, visit?: Visit): Promise<Page>;
  /** What went wrong in a page so far. */
  watchOf(page: Page): Watch;
}

/** One server and browser for all tests of a file. */
export function setAdminStage(
  fill: (stage: AdminStage) => Promise<unknown> = async () => {},
  environment: Environment = {},
): AdminStage {
  const stage = {} as AdminStage;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const place = await makeStageDatabase();
    ends.unshift(place.remove);
    const instance = await startInstance(place.url, environment);
    ends.unshift(() => instance.server.kill());
    const database = connect(place.url);
    ends.unshift(() => database.close());
    const token = await ownerTokenAt(place.url);
    const enterLink = `${instance.server.url}/admin/#enter=${token}`;
    const browser = await launchBrowser();
    const watches = new WeakMap<Page, Watch>();
    let cookies: BrowserContextOptions['storageState'];

    async function visit(path: string, { as = 'owner', browser: look, before }: Visit = {}) {
      if (as !== 'first') cookies ??= await enter(instance, token);
      const storage = as === 'owner' && cookies ? { storageState: cookies } : {};
      const page = await openPage(browser, { ...look, ...storage });
      page.setDefaultTimeout(patienceMs);
      watches.set(page, watchPage(page));
      await before?.(page);
      await page.goto(path.startsWith('http') ? path : instance.server.url + path);
      return page;
    }
    const watchOf = (page: Page) => watches.get(page) as Watch;
    Object.assign(stage, instance, { database, enterLink, visit, watchOf });
    await fill(stage);
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return stage;
}

/** Fills in what the first owner says, and waits until they are in. */
export async function enterAs(page: Page, { name, email, password }: typeof owner): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Begin' }).click();
  await headingOf(page, 'Releases').waitFor();
}

/** Fills in the sign-in page or dialog. */
export async function signInAs(page: Page, { email, password }: typeof owner): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The heading of a page. */
export const headingOf = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });

async function enter(
  { server }: Instance,
  token: string,
): Promise<BrowserContextOptions['storageState']> {
  const send = (path: string, body: object) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify(body),
    });
  const { email, password } = owner;
  await send('/api/invitation-acceptances', { token, ...owner });
  const reply = await send('/api/session', { email, password });
  if (!reply.ok) throw new Error(`The owner is not in: ${await reply.text()}`);
  const [name = '', value = ''] =
    /^([^=]+)=([^;]*)/.exec(reply.headers.getSetCookie()[0] ?? '')?.slice(1) ?? [];
  const cookie = { name, value, domain: '127.0.0.1', path: '/', expires: -1 };
  const flags = { httpOnly: true, secure: false, sameSite: 'Lax' as const };
  return { cookies: [{ ...cookie, ...flags }], origins: [] };
}
