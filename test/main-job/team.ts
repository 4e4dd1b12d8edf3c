import type { Page } from 'playwright-core';
import { deskOf } from '../admin/editor/desk.ts';
import { headingOf } from '../admin/pages/stage.ts';

// What people of a team do in the dashboard, by the words on its pages.

/** Somebody who comes in by a link. */
export interface Newcomer {
  name: string;
  email: string;
  password: string;
}

/** Opens a link that was printed or sent, and says who it is. */
export async function comeIn(page: Page, link: string, newcomer: Newcomer): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(newcomer.name);
  await page.getByLabel('E-mail address').fill(newcomer.email);
  await page.getByLabel('Password').fill(newcomer.password);
  await page.getByRole('button', { name: /^(Begin|Join)$/ }).click();
  await headingOf(page, 'Releases').waitFor();
}

/** Makes a project by the switcher of projects. */
export async function makeProject(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Tidings' }).click();
  await page.getByRole('link', { name: 'New project' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByText(`Made the project ${name}.`).waitFor();
}

/** Imports a changelog; gives how many releases were to be made by it. */
export async function importFile(page: Page, path: string): Promise<number> {
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await headingOf(page, 'Import').waitFor();
  await page.locator('input[type=file]').setInputFiles(path);
  const button = page.getByRole('button', { name: /^Import [\d,]+ release/ });
  const made = Number(((await button.textContent()) ?? '').replaceAll(/\D/g, ''));
  await button.click();
  await page.getByRole('heading', { name: /^Imported / }).waitFor();
  await page.getByRole('link', { name: 'See the releases' }).click();
  await headingOf(page, 'Releases').waitFor();
  return made;
}

/** Writes a release of one note, looks at its preview, and gives its id. */
export async function write(
  page: Page,
  { version, title, note, text }: Record<'version' | 'title' | 'note' | 'text', string>,
): Promise<string> {
  await page.getByRole('link', { name: 'Releases', exact: true }).first().click();
  await page.getByRole('link', { name: 'New release' }).first().click();
  const desk = await deskOf(page);
  await desk.version.fill(version);
  await desk.title.fill(title);
  await desk.noteTitle(1).fill(note);
  await desk.noteText(1).click();
  await page.keyboard.type(text);
  await desk.told('Saved');
  await desk.preview.getByRole('heading', { name: title, exact: true }).waitFor();
  await desk.preview.getByRole('heading', { name: note, exact: true }).waitFor();
  return desk.id();
}

/** Publishes the release in the editor; resolves when the server has. */
export async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish…' }).click();
  const published = page.waitForResponse((reply) => reply.url().endsWith('/publish'));
  await page.getByRole('dialog').getByRole('button', { name: 'Publish now' }).click();
  await published;
}

/** Rolls the release of a report back; resolves when the server has. */
export async function rollBack(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Roll back…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(reason);
  const rolledBack = page.waitForResponse((reply) => reply.url().endsWith('/roll-back'));
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await rolledBack;
}
