import type { Page } from 'playwright-core';
import { editorPageOf } from '../admin/editor/editor-page.ts';
import { headingOf } from '../admin/pages/dashboard-fixture.ts';

// What people of a team do in the dashboard, by the words on its pages.

/** Somebody who comes in by a link. */
export interface NewPerson {
  name: string;
  email: string;
  password: string;
}

/** Opens a link that was printed or sent, and says who it is. */
export async function signUpByLink(page: Page, link: string, person: NewPerson): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: /^(Create account|Join project)$/ }).click();
  await headingOf(page, 'Releases').waitFor();
}

/** Makes a project by the switcher of projects. */
export async function createProject(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Tidings' }).click();
  await page.getByRole('link', { name: 'New project' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByText(`Created the project ${name}.`).waitFor();
}

/** Imports a changelog; gives how many releases were to be made by it. */
export async function importFile(page: Page, path: string): Promise<number> {
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await headingOf(page, 'Import').waitFor();
  await page.locator('input[type=file]').setInputFiles(path);
  const button = page.getByRole('button', { name: /^Import [\d,]+ release/ });
  const releaseCount = Number(((await button.textContent()) ?? '').replaceAll(/\D/g, ''));
  await button.click();
  await page.getByRole('heading', { name: /^Imported / }).waitFor();
  await page.getByRole('link', { name: 'View releases' }).click();
  await headingOf(page, 'Releases').waitFor();
  return releaseCount;
}

/** Writes a release of one note, looks at its preview, and gives its id. */
export async function writeRelease(
  page: Page,
  { version, title, note, text }: Record<'version' | 'title' | 'note' | 'text', string>,
): Promise<string> {
  await page.getByRole('link', { name: 'Releases', exact: true }).first().click();
  await page.getByRole('link', { name: 'New release' }).first().click();
  const editor = await editorPageOf(page);
  await editor.version.fill(version);
  await editor.title.fill(title);
  await editor.noteTitle(1).fill(note);
  await editor.noteText(1).click();
  await page.keyboard.type(text);
  await editor.waitForStatus('Saved');
  await editor.preview.getByRole('heading', { name: title, exact: true }).waitFor();
  await editor.preview.getByRole('heading', { name: note, exact: true }).waitFor();
  return editor.releaseId();
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
