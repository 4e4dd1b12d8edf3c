import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { makeStageDatabase } from '../support/databases.ts';
import { type Instance, startInstance } from '../support/embedding.ts';

/** What a page did that none of ours may do. */
export interface Watch {
  /** Scripts that ran, by what they called, and what the policy kept from running or loading. */
  ran: string[];
  /** What was asked for besides the page itself. */
  requests: string[];
}

/** One page of ours in a real browser. */
export interface Visited {
  page: Page;
  watch: Watch;
}

/** A server whose one project is `tidings`, and a browser that opens its public page. */
export interface Stage extends Instance {
  /** Opens `/changelog/tidings` and what is behind it: such as `/1.0`. */
  visit(path?: string, browser?: BrowserContextOptions): Promise<Visited>;
}

/** One server and browser for all tests of a file; `fill` publishes what is to be seen. */
export function setStage(fill: (instance: Instance) => Promise<unknown>): Stage {
  const stage = {} as Stage;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const database = await makeStageDatabase();
    ends.unshift(database.remove);
    const instance = await startInstance(database.url);
    ends.unshift(() => instance.server.kill());
    await takeBackOurs(instance);
    await fill(instance);
    const browser = await launchBrowser();

    async function visit(path = '', options: BrowserContextOptions = {}): Promise<Visited> {
      const page = await openPage(browser, options);
      const address = `${instance.server.url}/changelog/tidings${path}`;
      const watch = await watchPage(page, address);
      await page.goto(address);
      return { page, watch };
    }
    Object.assign(stage, instance, { visit });
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return stage;
}

/** Our own changelog, which a new instance shows, changes with each of our releases. */
async function takeBackOurs({ call }: Instance): Promise<void> {
  const { data } = await call<{ data: { id: string }[] }>('GET', '/releases');
  const reason = 'The releases of this test are its own.';
  for (const { id } of data) await call('POST', `/releases/${id}/roll-back`, { reason });
}

/** The browser's own question for an icon aside. */
async function watchPage(page: Page, address: string): Promise<Watch> {
  const watch: Watch = { ran: [], requests: [] };
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  page.on('request', (request) => {
    const url = request.url();
    if (url !== new URL(address).href && !url.endsWith('/favicon.ico')) watch.requests.push(url);
  });
  page.on('pageerror', (error) => watch.ran.push(String(error)));
  await page.exposeFunction('tell', (what: string) => void watch.ran.push(what));
  await page.addInitScript(() => {
    const { tell } = window as never as { tell(what: string): void };
    for (const name of ['alert', 'confirm', 'prompt'] as const) {
      Object.assign(window, { [name]: () => tell(name) });
    }
    document.addEventListener('securitypolicyviolation', (event) =>
      tell(`${event.violatedDirective}: ${event.blockedURI}`),
    );
  });
  return watch;
}
