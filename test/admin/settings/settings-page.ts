import type { Page } from 'playwright-core';
import type { Role } from '../../../contract/vocabulary.ts';
import type { DashboardFixture } from '../pages/dashboard-fixture.ts';

/** The address of a page of the settings. */
export const settingsPath = (name: string) => `/admin/tidings/settings/${name}`;

/** Copies nothing: reads the secret that the dialog shows this once, and closes it. */
export async function readSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  const secret = await dialog.getByRole('textbox').inputValue();
  await dialog.getByRole('button', { name: 'I’ve saved it' }).click();
  await dialog.waitFor({ state: 'detached' });
  return secret;
}

/** The text of every reply of our API that a page gets from now on. */
export function recordReplies(page: Page): string[] {
  const bodies: string[] = [];
  page.on('response', async (reply) => {
    if (reply.url().includes('/api/')) bodies.push(await reply.text().catch(() => ''));
  });
  return bodies;
}

let signUps = 0;

/** Somebody new with a role, in a browser of their own: they come in by a link, as people do. */
export async function signUpInBrowser(
  fixture: DashboardFixture,
  role: Role,
  name = `Person ${signUps + 1}`,
) {
  signUps += 1;
  const { link } = await fixture.call<{ link: string }>('POST', '/invitations', { role });
  const page = await fixture.visit('/admin/', { as: 'guest' });
  await signUpByLink(page, fixture, link, name);
  return page;
}

/** Comes in by a link: its name is the one that people use, its address the one that we use. */
export async function signUpByLink(
  page: Page,
  { server }: DashboardFixture,
  link: string,
  name: string,
): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${server.url}/admin/#enter=${link.split('#enter=')[1]}`);
  await page.getByLabel('Your name').fill(name);
  await page
    .getByLabel('E-mail address')
    .fill(`${name.replaceAll(/\W/g, '').toLowerCase()}@example.com`);
  await page.getByLabel('Password').fill('six blue boats');
  await page.getByRole('button', { name: 'Join project' }).click();
  await page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor();
}
