import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { flags } from '../../test/support/browser-flags.ts';
import { findChromium } from '../../test/support/chromium.ts';
import { ownerTokenAt, testPassword } from '../../test/support/people.ts';
import { type Figure, type Line, measureAlternately, quantile } from '../figure.ts';
import { pinLoad, startTidings, unpinLoad } from '../programs.ts';

/** Slows the processor down to that of a laptop of some years ago. */
const slowDown = 4;
const keys = 40;
const notes = 60;

/**
 * How long the editor's page works on a key that is typed into a note: the `input` event with all
 * microtasks that follow from it (Event Timing). One line is for the plain field that a note has
 * until CodeMirror is loaded, in which all of the work is ours, and one is for CodeMirror.
 */
export const keystroke: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'editor.db')}`;
  const server = await startTidings({ databaseUrl, folder });
  const url = `http://localhost:${server.port}`;
  unpinLoad();
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  try {
    return await measureKeys(await signIn(browser, url, await ownerTokenAt(databaseUrl)));
  } finally {
    await browser.close();
    pinLoad();
    await server.stop();
  }
};

async function measureKeys(session: BrowserSession): Promise<Line[]> {
  const paths = { many: await createDraft(session, notes), one: await createDraft(session, 1) };
  const measure = async (hasCodeMirror: boolean): Promise<Line> => ({
    ...(await measureAlternately(
      await openEditor(session, paths.many, hasCodeMirror),
      await openEditor(session, paths.one, hasCodeMirror),
    )),
    name: `a keystroke in a release with ${notes} notes, ${hasCodeMirror ? 'with' : 'without'} CodeMirror, ${slowDown} × slower`,
    unit: 'ms',
    floorName: 'the same in a release with one note',
  });
  return [{ ...(await measure(false)), target: { oursAtMost: 8 } }, await measure(true)];
}

/** A browser, the first owner's cookie, and a function that sends requests as that owner. */
interface BrowserSession {
  browser: Browser;
  url: string;
  cookie: { name: string; value: string; url: string };
  send(path: string, body: unknown): Promise<Response>;
}

async function signIn(browser: Browser, url: string, token: string): Promise<BrowserSession> {
  const sendWith = (cookie: string) => (path: string, body: unknown) =>
    fetch(`${url}/api${path}`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const owner = { token, email: 'ada@example.com', password: testPassword, name: 'Ada Lovelace' };
  const reply = await sendWith('')('/invitation-acceptances', owner);
  const [cookie = ''] = reply.headers.getSetCookie()[0]?.split(';') ?? [];
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(cookie) ?? [];
  return { browser, url, cookie: { name, value, url }, send: sendWith(cookie) };
}

/** Creates a draft with `count` notes in the first project. Returns the path of its editor. */
async function createDraft({ send }: BrowserSession, count: number): Promise<string> {
  const noteInputs = Array.from({ length: count }, (_, n) => ({
    kind: 'new',
    title: `Part ${n}`,
    body: `What changed in **part ${n}**, in a sentence or two, with a [link](https://example.com/${n}).`,
  }));
  const draft = { version: `99.${count}`, notes: noteInputs };
  const reply = await send('/projects/tidings/releases', draft);
  const { id } = await reply.json();
  return `/admin/tidings/releases/${id}/edit`;
}

/** Opens an editor. Returns a function that types into a note and resolves to ms per key. */
async function openEditor(
  { browser, url, cookie }: BrowserSession,
  path: string,
  hasCodeMirror: boolean,
): Promise<() => Promise<number>> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([cookie]);
  const page = await context.newPage();
  if (!hasCodeMirror) await page.route(/code-editor/, (route) => route.abort());
  await page.goto(url + path);
  const field = page.locator(hasCodeMirror ? '.cm-content' : 'markdown-field textarea').first();
  await field.click();
  await page.evaluate(timeInputs);
  const session = await context.newCDPSession(page);
  return async () => {
    // A page in the background draws nothing.
    await page.bringToFront();
    await field.click();
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
    for (let key = 0; key < keys; key += 1) {
      await page.keyboard.type('x');
      await waitForFrame(page);
    }
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const times = await page.evaluate(() => (window as unknown as TimingWindow).inputMs.splice(0));
    // Events are not reported if the next frame is shown within 16 ms.
    return times.length < keys / 2 ? 0 : quantile(times, 0.5);
  };
}

/** Added to a window by `timeInputs`: how long the page worked on each `input` event so far. */
interface TimingWindow {
  inputMs: number[];
}

/** Contains no named function: the TypeScript loader would call a helper that pages lack. */
function timeInputs(): void {
  const timings: TimingWindow = { inputMs: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('input') as PerformanceEventTiming[]) {
      timings.inputMs.push(entry.processingEnd - entry.processingStart);
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  Object.assign(window, timings);
}

/** Resolves when the latest changes are on the screen. */
async function waitForFrame(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );
}
