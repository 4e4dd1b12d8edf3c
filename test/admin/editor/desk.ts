import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Release } from '../../../contract/releases.ts';
import type { Role } from '../../../contract/vocabulary.ts';
import { hasFocus } from '../../widget/people/stage.ts';
import { type AdminStage, headingOf } from '../pages/stage.ts';

/** What is done in an editor, by the words on its page. */
export interface Desk {
  page: Page;
  version: Locator;
  title: Locator;
  /** The title and the text of a note, from 1. */
  noteTitle(n: number): Locator;
  noteText(n: number): Locator;
  handle(n: number): Locator;
  preview: Locator;
  add(): Promise<void>;
  /** Waits until the state of saving is told in these words. */
  told(words: string | RegExp): Promise<void>;
  /** The id in the address, once the release has one. */
  id(): Promise<string>;
}

/** Comes to the editor of a release, or of a new one. */
export async function openEditor(
  stage: AdminStage,
  release?: string,
  browser?: BrowserContextOptions,
): Promise<Desk> {
  const path = `/admin/tidings/releases/${release ? `${release}/edit` : 'new'}`;
  const as = browser?.storageState ? 'guest' : 'owner';
  const page = await stage.visit(path, { as, ...(browser && { browser }) });
  return deskOf(page);
}

/** The editor that a page shows. */
export async function deskOf(page: Page): Promise<Desk> {
  await page.getByLabel('Version', { exact: true }).waitFor();
  await headingOf(page, /./).waitFor();
  const status = page.locator('.status');
  return {
    page,
    version: page.getByLabel('Version', { exact: true }),
    title: page.getByLabel('Title (optional)'),
    noteTitle: (n) => page.getByLabel(`Title of note ${n}`),
    noteText: (n) => page.getByRole('textbox', { name: `Text of note ${n}` }),
    handle: (n) => page.getByRole('button', { name: new RegExp(`^Note ${n} of`) }),
    preview: page.locator('release-preview'),
    add: () => page.getByRole('button', { name: 'Add a note' }).click(),
    told: (words) => status.getByText(words, { exact: true }).waitFor(),
    async id() {
      await expect.poll(() => page.url()).toMatch(/\/edit$/);
      return page.url().split('/').at(-2) ?? '';
    },
  };
}

/** What the server has of a release. */
export function stored({ call }: AdminStage, id: string): Promise<Release> {
  return call<Release>('GET', `/releases/${id}`);
}

/** A draft of so many notes, by its titles. */
export function draft(
  { call }: AdminStage,
  version: string,
  titles: string[] = [],
  more: object = {},
): Promise<Release> {
  const notes = titles.map((title) => ({ kind: 'new', title, body: `About ${title}.` }));
  return call<Release>('POST', '/releases', { version, notes, ...more });
}

/** Goes on by the Tab key, or back by `Shift+Tab`, until something has the focus. */
export async function tabTo(page: Page, goal: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    if ((await goal.count()) === 1 && (await hasFocus(goal))) return;
  }
  throw new Error(`Tab does not lead to ${goal}`);
}

/** The cookies of somebody new with a role in the project. */
export async function comeInAs(
  { call, server }: AdminStage,
  role: Role,
): Promise<BrowserContextOptions> {
  const { link } = await call<{ link: string }>('POST', '/invitations', { role });
  return comeInBy(server.url, link);
}

let came = 0;

/** The cookies of somebody new who comes in by a link. */
export async function comeInBy(url: string, link: string): Promise<BrowserContextOptions> {
  came += 1;
  const token = link.split('#enter=')[1];
  const credentials = { email: `bob-${came}@example.com`, password: 'five blue boats' };
  const reply = await fetch(`${url}/api/invitation-acceptances`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token, name: 'Bob', ...credentials }),
  });
  const [name = '', value = ''] =
    /^([^=]+)=([^;]*)/.exec(reply.headers.getSetCookie()[0] ?? '')?.slice(1) ?? [];
  const cookie = { name, value, domain: '127.0.0.1', path: '/', expires: -1 };
  const flags = { httpOnly: true, secure: false, sameSite: 'Lax' as const };
  return { storageState: { cookies: [{ ...cookie, ...flags }], origins: [] } };
}
