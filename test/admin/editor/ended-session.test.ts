import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { fillInSignIn, headingOf, owner, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { createDraft, type EditorPage, editorPageOf, readRelease } from './editor-page.ts';

/** Ends all sessions as the update does, which also gave the cookie its new name. */
async function update({ page }: EditorPage): Promise<void> {
  await stage.database.writer.deleteFrom('person_session').execute();
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.context().addCookies(cookies.map((one) => ({ ...one, name: 'tidings' })));
}

/** An editor of somebody who signed in for this test alone. */
async function openOwnEditor(release: string): Promise<EditorPage> {
  const path = `/admin/tidings/releases/${release}/edit`;
  const page = await stage.visit(path, { as: 'guest' });
  await fillInSignIn(page, owner);
  return editorPageOf(page);
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Sign in again' });

const stage = setUpDashboard();

describe('text in an editor whose session an update has ended', () => {
  test('is saved once the person signs in again over the page', async () => {
    const { id } = await createDraft(stage, '1.0');
    const desk = await openOwnEditor(id);
    await update(desk);
    await desk.title.fill('Sails for everybody');
    const dialog = dialogOf(desk.page);
    await dialog.getByText('Tidings was updated. Your unsaved text is still here.').waitFor();
    await dialog.getByLabel('Password').fill(owner.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await desk.waitForStatus('Saved');
    expect((await readRelease(stage, id)).title).toBe('Sails for everybody');
    const names = (await desk.page.context().cookies()).map(({ name }) => name);
    expect(names.sort()).toEqual(['tidings-device', 'tidings-session']);
  });

  test('is there again if the page has to be loaded again first', async () => {
    const { id } = await createDraft(stage, '1.1');
    const desk = await openOwnEditor(id);
    const { page } = desk;
    // The updated server no longer has the scripts of the page that is open.
    await page.route('**/*sign-in-dialog*', (route) => route.fulfill({ status: 404 }));
    await update(desk);
    await desk.title.fill('Written before the update');
    await page
      .locator('.status')
      .getByText(/^Not saved/)
      .waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await headingOf(page, 'Sign in').waitFor();
    await page.getByText('Tidings was updated. Sign in again.').waitFor();
    await fillInSignIn(page, owner);
    const other = await editorPageOf(page);
    await page.getByRole('button', { name: 'Continue editing' }).click();
    await other.waitForStatus('Saved');
    expect((await readRelease(stage, id)).title).toBe('Written before the update');
  });
});

test('an ended session that no update ended is not called an update', async () => {
  const { id } = await createDraft(stage, '1.2');
  const desk = await openOwnEditor(id);
  await stage.database.writer.deleteFrom('person_session').execute();
  await desk.title.fill('Mine');
  await dialogOf(desk.page).getByText('Your session has ended.').waitFor();
  await desk.page.getByRole('button', { name: 'Leave this page' }).click();
  await headingOf(desk.page, 'Sign in').waitFor();
  expect(await desk.page.getByText('Tidings was updated').count()).toBe(0);
});
