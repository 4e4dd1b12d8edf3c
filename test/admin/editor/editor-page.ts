import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Release } from '../../../contract/releases.ts';
import type { Role } from '../../../contract/vocabulary.ts';
import { hasFocus } from '../../widget/people/widget-fixture.ts';
import { type DashboardFixture, headingOf } from '../pages/dashboard-fixture.ts';

/** What is done in an editor, by the words on its page. */
export interface EditorPage {
  page: Page;
  version: Locator;
  title: Locator;
  /** The title and the text of a note, from 1. */
  noteTitle(n: number): Locator;
  noteText(n: number): Locator;
  dragHandle(n: number): Locator;
  preview: Locator;
  addNote(): Promise<void>;
  /** Waits until the state of saving is told in these words. */
  waitForStatus(text: string | RegExp): Promise<void>;
  /** The id in the address, once the release has one. */
  releaseId(): Promise<string>;
}

/** Comes to the editor of a release, or of a new one. */
export async function openEditor(
  fixture: DashboardFixture,
  release?: string,
  browser?: BrowserContextOptions,
): Promise<EditorPage> {
  const path = `/admin/tidings/releases/${release ? `${release}/edit` : 'new'}`;
  const as = browser?.storageState ? 'guest' : 'owner';
  const page = await fixture.visit(path, { as, ...(browser && { browser }) });
  return editorPageOf(page);
}

/** The editor that a page shows. */
export async function editorPageOf(page: Page): Promise<EditorPage> {
  await page.getByLabel('Version', { exact: true }).waitFor();
  await headingOf(page, /./).waitFor();
  const status = page.locator('.status');
  return {
    page,
    version: page.getByLabel('Version', { exact: true }),
    title: page.getByLabel('Title (optional)'),
    noteTitle: (n) => page.getByLabel(`Title of note ${n}`),
    noteText: (n) => page.getByRole('textbox', { name: `Text of note ${n}` }),
    dragHandle: (n) => page.getByRole('button', { name: new RegExp(`^Note ${n} of`) }),
    preview: page.locator('release-preview'),
    addNote: () => page.getByRole('button', { name: 'Add a note' }).click(),
    waitForStatus: (text) => status.getByText(text, { exact: true }).waitFor(),
    async releaseId() {
      await expect.poll(() => page.url()).toMatch(/\/edit$/);
      return page.url().split('/').at(-2) ?? '';
    },
  };
}

/** What the server has of a release. */
export function readRelease({ call }: DashboardFixture, id: string): Promise<Release> {
  return call<Release>('GET', `/releases/${id}`);
}

/** A draft of so many notes, by its titles. */
export function createDraft(
  { call }: DashboardFixture,
  version: string,
  titles: string[] = [],
  more: object = {},
): Promise<Release> {
  const notes = titles.map((title) => ({ kind: 'new', title, body: `About ${title}.` }));
  return call<Release>('POST', '/releases', { version, notes, ...more });
}

/** Goes on by the Tab key, or back by `Shift+Tab`, until something has the focus. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    if ((await target.count()) === 1 && (await hasFocus(target))) return;
  }
  throw new Error(`Tab does not lead to ${target}`);
}

/** The cookies of somebody new with a role in the project. */
export async function signUpAs(
  { call, server }: DashboardFixture,
  role: Role,
): Promise<BrowserContextOptions> {
  const { link } = await call<{ link: string }>('POST', '/invitations', { role });
  return signUpByLink(server.url, link);
}

let signUps = 0;

/** The cookies of somebody new who comes in by a link. */
export async function signUpByLink(url: string, link: string): Promise<BrowserContextOptions> {
  signUps += 1;
  const token = link.split('#enter=')[1];
  const credentials = { email: `bob-${signUps}@example.com`, password: 'five blue boats' };
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
