import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { connect } from '../../../api/db/connect.ts';
import type { Database } from '../../../api/db/database.ts';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { createFileDatabase } from '../../support/databases.ts';
import { type Instance, logPage, type PageLog, startInstance } from '../../support/embedding.ts';
import { ownerTokenAt } from '../../support/people.ts';
import type { Environment } from '../../support/processes.ts';

const timeoutMs = 10_000;

/** Who came in first. */
export const owner = { name: 'Ann Harper', email: 'ann@example.com', password: 'six red boats' };

interface VisitOptions {
  as?: 'owner' | 'guest' | 'first';
  browser?: BrowserContextOptions;
  /** What is done with the page before it goes anywhere. */
  before?: (page: Page) => Promise<unknown>;
}

/** An instance whose first owner has come in. */
export interface DashboardFixture extends Instance {
  database: Database;
  /** By which the first owner came in. */
  enterLink: string;
  /** Comes to an address of the dashboard: as the owner, as a guest, or before anybody has come in. */
  visit(path: string, visit?: VisitOptions): Promise<Page>;
  /** What went wrong in a page so far. */
  pageLogOf(page: Page): PageLog;
}

/** One server and browser for all tests of a file. */
export function setUpDashboard(
  seed: (fixture: DashboardFixture) => Promise<unknown> = async () => {},
  environment: Environment = {},
): DashboardFixture {
  const fixture = {} as DashboardFixture;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const location = await createFileDatabase();
    cleanups.unshift(location.remove);
    const instance = await startInstance(location.url, environment);
    cleanups.unshift(() => instance.server.kill());
    const database = connect(location.url);
    cleanups.unshift(() => database.close());
    const token = await ownerTokenAt(location.url);
    const enterLink = `${instance.server.url}/admin/#enter=${token}`;
    const browser = await launchBrowser();
    const pageLogs = new WeakMap<Page, PageLog>();
    let cookies: BrowserContextOptions['storageState'];

    async function visit(
      path: string,
      { as = 'owner', browser: options, before }: VisitOptions = {},
    ) {
      if (as !== 'first') cookies ??= await signUpOwner(instance, token);
      const storage = as === 'owner' && cookies ? { storageState: cookies } : {};
      const page = await openPage(browser, { ...options, ...storage });
      page.setDefaultTimeout(timeoutMs);
      pageLogs.set(page, logPage(page));
      await before?.(page);
      await page.goto(path.startsWith('http') ? path : instance.server.url + path);
      return page;
    }
    const pageLogOf = (page: Page) => pageLogs.get(page) as PageLog;
    Object.assign(fixture, instance, { database, enterLink, visit, pageLogOf: pageLogOf });
    await seed(fixture);
  });
  afterAll(async () => {
    for (const cleanup of cleanups) await cleanup();
  });
  return fixture;
}

/** Fills in what the first owner says, and waits until they are in. */
export async function fillInSignUp(
  page: Page,
  { name, email, password }: typeof owner,
): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await headingOf(page, 'Releases').waitFor();
}

/** Fills in the sign-in page or dialog. */
export async function fillInSignIn(page: Page, { email, password }: typeof owner): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The heading of a page. */
export const headingOf = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });

async function signUpOwner(
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
