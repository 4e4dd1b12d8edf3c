import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Response } from '../../../contract/responses.ts';
import { hostPage, type Instance, snippet } from '../../support/embedding.ts';

// What a visitor does and sees in the widget, and what became of it on the server.

/** A host's page that may call us before the script has come. */
export function pageWithStub(instance: Instance): string {
  const stub = 'window.tidings = function () { (tidings.q = tidings.q || []).push(arguments); };';
  return hostPage(snippet(instance), `<script>${stub}</script>`);
}

export const launcher = (page: Page) => page.locator('tidings-launcher button[part=launcher]');
export const badge = (page: Page) => page.locator('tidings-launcher [part=badge]');
/** The release that was published last stands first. */
export const newest = (page: Page) => page.getByRole('article').first();
export const face = (page: Page, name: string) =>
  newest(page).getByRole('radio', { name, exact: true });
export const comment = (page: Page) =>
  newest(page).getByRole('textbox', { name: 'Anything to add?' });
export const send = (page: Page) => newest(page).getByRole('button', { name: 'Send' });

/** Opens the panel and waits for the server's releases: the newest of them can be rated then. */
export async function openPanel(page: Page): Promise<void> {
  await Promise.all([
    page.waitForResponse((reply) => isPanelFeed(reply.request().postData())),
    launcher(page).click(),
  ]);
}

/** The badge as a number; none is 0. */
export async function unread(page: Page): Promise<number> {
  return Number(await badge(page).textContent());
}

/** Every answer to a release, as the team reads it. */
export async function answersTo({ call }: Instance, release: string): Promise<Response[]> {
  const { data } = await call<{ data: Response[] }>('GET', `/releases/${release}/responses`);
  return data;
}

/** Waits until there are answers, and gives them. */
export async function waitForAnswers(instance: Instance, release: string): Promise<Response[]> {
  await expect.poll(() => answersTo(instance, release), { timeout: 15_000 }).not.toEqual([]);
  return answersTo(instance, release);
}

/** How often a page posts to this path, from now on. */
export function countPosts(page: Page, path: string): { count: number } {
  const posts = { count: 0 };
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith(path)) posts.count += 1;
  });
  return posts;
}

function isPanelFeed(body: string | null): boolean {
  return body?.includes('"want":"panel"') === true;
}
