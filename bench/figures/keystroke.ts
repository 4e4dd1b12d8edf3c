import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { flags } from '../../test/support/browser-flags.ts';
import { findChromium } from '../../test/support/chromium.ts';
import { ownerTokenAt, testPassword } from '../../test/support/people.ts';
import { type Figure, inTurn, type Line, quantile } from '../figure.ts';
import { pinLoad, startTidings, unpinLoad } from '../programs.ts';

/** As on a laptop of some years ago. */
const slowDown = 4;
const keys = 40;

/** From a key that is typed into a note until the editor has done all that follows from it. */
export const keystroke: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'editor.db')}`;
  const server = await startTidings({ databaseUrl, folder });
  const url = `http://localhost:${server.port}`;
  unpinLoad();
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  const desk = await takePlace(browser, url, await ownerTokenAt(databaseUrl));
  const [many, one] = [await openEditor(desk, 60), await openEditor(desk, 1)];
  const line: Line = {
    ...(await inTurn(many, one)),
    name: `a key in a release of 60 notes, ${slowDown} × slower`,
    unit: 'ms',
    against: 'the same in a release of one note',
    wanted: { oursAtMost: 8 },
  };
  await browser.close();
  pinLoad();
  await server.stop();
  return [line];
};

/** A browser in which the first owner is signed in, and the paths of their project. */
interface Desk {
  browser: Browser;
  url: string;
  cookie: { name: string; value: string; url: string };
  project: { id: string; slug: string };
  send(path: string, body: unknown): Promise<Response>;
}

async function takePlace(browser: Browser, url: string, token: string): Promise<Desk> {
  const sendWith = (cookie: string) => (path: string, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const owner = { token, email: 'ada@example.com', password: testPassword, name: 'Ada Lovelace' };
  const entered = await sendWith('')('/api/invitation-acceptances', owner);
  const [cookie = ''] = entered.headers.getSetCookie()[0]?.split(';') ?? [];
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  const send = sendWith(cookie);
  const project = await (await send('/api/projects', { name: 'Bench', slug: 'bench' })).json();
  return { browser, url, cookie: { name, value, url }, project, send };
}

/** Opens a release of so many notes, and returns what types into one of them: milliseconds a key. */
async function openEditor(desk: Desk, notes: number): Promise<() => Promise<number>> {
  const { browser, url, cookie, project, send } = desk;
  const input = {
    version: `1.${notes}`,
    notes: Array.from({ length: notes }, (_, n) => noteOf(n)),
  };
  const release = await (await send(`/api/projects/${project.id}/releases`, input)).json();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([cookie]);
  const page = await context.newPage();
  await page.goto(`${url}/admin/${project.slug}/releases/${release.id}/edit`);
  const text = page.locator('.cm-content').first();
  await text.click();
  const session = await context.newCDPSession(page);
  await page.evaluate(timeKeys);
  return async () => {
    // A page in the background draws nothing.
    await page.bringToFront();
    await text.click();
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
    for (let key = 0; key < keys; key += 1) {
      await page.keyboard.type('x');
      await drawn(page);
    }
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
    return quantile(times.slice(-keys), 0.5);
  };
}

function noteOf(n: number) {
  const body = `What changed in **part ${n}**, told in a sentence or two, with a [link](https://example.com/${n}).`;
  return { kind: 'new', title: `Part ${n}`, body };
}

/**
 * Takes the time from each key that changes a text until all scripts that follow from it have run:
 * those are microtasks of its task, and a message is the next task.
 */
function timeKeys(): void {
  const times: number[] = [];
  const { port1, port2 } = new MessageChannel();
  let started = 0;
  port1.onmessage = () => times.push(performance.now() - started);
  addEventListener(
    'beforeinput',
    () => {
      started = performance.now();
      port2.postMessage(undefined);
    },
    true,
  );
  Object.assign(window, { times });
}

/** Resolves when what has been asked for is on the screen. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );
}
