import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { createDraft, type EditorPage, openEditor, readRelease, signUpAs } from './editor-page.ts';

const stage = setUpDashboard();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const chip = ({ page }: EditorPage, name: string) =>
  page.locator('.names').getByText(name, { exact: true });

async function openDraft(version: string, titles = ['Sails']) {
  const { id } = await createDraft(stage, version, titles);
  return { id, desk: await openEditor(stage, id) };
}

describe('a draft', () => {
  test('is published now, after it was said who will see it', async () => {
    const { id, desk } = await openDraft('2.0');
    const { page } = desk;
    await desk.title.fill('Typed just before');
    await button(page, 'Publish…').click();
    const dialog = page.getByRole('dialog', { name: 'Publish 2.0' });
    await dialog
      .getByText('Every visitor of Tidings will see this release in the widget')
      .waitFor();
    await button(page, 'Cancel').click();
    expect((await readRelease(stage, id)).state).toBe('draft');
    await button(page, 'Publish…').click();
    await dialog.getByRole('button', { name: 'Publish now' }).click();
    await chip(desk, 'Live').waitFor();
    expect(await readRelease(stage, id)).toMatchObject({
      state: 'live',
      title: 'Typed just before',
    });
    // The server gave it its date, which is no change of mine.
    expect(await button(page, 'Save changes').isDisabled()).toBe(true);
    const toPublicPage = page.locator('.banner').getByRole('link', { name: /^Public page/ });
    const publicPage = await fetch(stage.server.url + (await toPublicPage.getAttribute('href')));
    expect(await publicPage.text()).toContain('Typed just before');
    await page.getByRole('link', { name: 'Report', exact: true }).click();
    await headingOf(page, '2.0').waitFor();
  });

  test('is published at a time in a zone, which must exist', async () => {
    const { id, desk } = await openDraft('2.1');
    const { page } = desk;
    await button(page, 'Publish…').click();
    const dialog = page.getByRole('dialog', { name: 'Publish 2.1' });
    await dialog.getByLabel('At a time').check();
    const zone = dialog.getByLabel('Time zone');
    const here = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(await zone.inputValue()).toBe(here);
    await zone.selectOption('Europe/Berlin');
    await dialog.getByLabel('Date').fill('2090-03-26');
    await dialog.getByLabel('Time', { exact: true }).fill('02:30');
    await button(page, 'Schedule').click();
    await dialog.getByText('Clocks in Europe/Berlin skip this time. Choose another.').waitFor();
    await dialog.getByLabel('Time', { exact: true }).fill('09:00');
    await button(page, 'Schedule').click();
    await chip(desk, 'Scheduled').waitFor();
    expect(await readRelease(stage, id)).toMatchObject({
      state: 'scheduled',
      publishAt: '2090-03-26T07:00:00.000Z',
    });
    await page.getByText('Goes live on 26 Mar 2090').waitFor();
  });

  test('is not published as long as it says nothing', async () => {
    const { id, desk } = await openDraft('2.3', []);
    const { page } = desk;
    await button(page, 'Publish…').click();
    const dialog = page.getByRole('dialog', { name: 'Publish 2.3' });
    await dialog
      .getByText('This release has no notes, so visitors would see only its version.')
      .waitFor();
    expect(await dialog.getByRole('button').allInnerTexts()).toEqual(['Continue writing']);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect((await readRelease(stage, id)).state).toBe('draft');
    await button(page, 'Add a note').click();
    await desk.noteTitle(1).fill('Sails');
    await button(page, 'Publish…').click();
    await dialog.getByRole('button', { name: 'Publish now' }).click();
    await chip(desk, 'Live').waitFor();
  });

  test('is deleted after a question', async () => {
    const { id, desk } = await openDraft('2.2');
    const { page } = desk;
    await button(page, 'More').click();
    await button(page, 'Delete draft…').click();
    await page
      .getByRole('dialog', { name: 'Delete 2.2?' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await headingOf(page, 'Releases').waitFor();
    await expect(readRelease(stage, id)).rejects.toThrow('not_found');
  });
});

describe('a scheduled release', () => {
  const openScheduled = async (version: string) => {
    const { id } = await createDraft(stage, version, ['Sails']);
    await stage.call('POST', `/releases/${id}/publish`, { at: '2090-01-01T12:00', zone: 'UTC' });
    return { id, desk: await openEditor(stage, id) };
  };

  test('is unscheduled, and a draft again', async () => {
    const { id, desk } = await openScheduled('3.0');
    await button(desk.page, 'Unschedule').click();
    await chip(desk, 'Draft').waitFor();
    expect(await readRelease(stage, id)).toMatchObject({ state: 'draft', publishAt: null });
  });

  test('gets another time', async () => {
    const { id, desk } = await openScheduled('3.1');
    await button(desk.page, 'Change the time…').click();
    const dialog = desk.page.getByRole('dialog', { name: 'Schedule 3.1' });
    expect(await dialog.getByLabel('Date').inputValue()).toBe('2090-01-01');
    await dialog.getByLabel('Time zone').selectOption('UTC');
    await dialog.getByLabel('Date').fill('2091-01-01');
    await dialog.getByLabel('Time', { exact: true }).fill('10:00');
    await button(desk.page, 'Schedule').click();
    await desk.page.getByText('Goes live on 1 Jan 2091').waitFor();
    expect((await readRelease(stage, id)).publishAt).toBe('2091-01-01T10:00:00.000Z');
  });

  test('goes out at once, and saves what is written only when somebody says so', async () => {
    const { id, desk } = await openScheduled('3.2');
    await desk.title.fill('Half a sen');
    await desk.page.waitForTimeout(2000);
    expect((await readRelease(stage, id)).title).toBe('');
    await desk.title.fill('A sentence');
    await button(desk.page, 'Publish now…').click();
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Publish now' }).click();
    await chip(desk, 'Live').waitFor();
    expect(await readRelease(stage, id)).toMatchObject({ state: 'live', title: 'A sentence' });
  });
});

test('a live release is rolled back for a reason', async () => {
  const id = await stage.publish('4.0');
  const desk = await openEditor(stage, id);
  const { page } = desk;
  await button(page, 'Roll back…').click();
  const dialog = page.getByRole('dialog', { name: 'Roll back 4.0?' });
  await button(page, 'Roll back').click();
  await dialog.getByLabel('Reason').fill('   ');
  await button(page, 'Roll back').click();
  await dialog.getByRole('alert').waitFor();
  expect((await readRelease(stage, id)).state).toBe('live');
  await dialog.getByLabel('Reason').fill('Invoices are wrong');
  await button(page, 'Roll back').click();
  await page.getByText('Rolled back: Invoices are wrong').waitFor();
  expect(await readRelease(stage, id)).toMatchObject({
    state: 'rolled_back',
    rollBackReason: 'Invoices are wrong',
  });
  // Nothing that is written here is seen by anybody: what goes on is a copy.
  expect(await button(page, 'Save changes').count()).toBe(0);
  expect(await desk.title.isEditable()).toBe(false);
  await button(page, 'Copy to a new draft…').click();
  const copying = page.getByRole('dialog', { name: 'Copy 4.0 to a new draft' });
  await copying.getByLabel('Version').fill('4.0');
  await button(page, 'Create draft').click();
  await copying.getByText('Release 4.0 already exists in this project.').first().waitFor();
  await copying.getByLabel('Version').fill('4.0.1');
  await button(page, 'Create draft').click();
  await headingOf(page, 'Edit 4.0.1').waitFor();
  const copy = await readRelease(stage, await desk.releaseId());
  expect(copy).toMatchObject({
    version: '4.0.1',
    state: 'draft',
    notes: [{ body: 'It **works**.' }],
  });
  expect((await readRelease(stage, id)).notes[0]?.id).not.toBe(copy.notes[0]?.id);
});

describe('an editor', () => {
  test('writes drafts and may not publish them', async () => {
    const browser = await signUpAs(stage, 'editor');
    const { id } = await createDraft(stage, '5.0');
    const desk = await openEditor(stage, id, browser);
    await desk.title.fill('By Bob');
    await desk.waitForStatus('Saved');
    await desk.page.getByText('A publisher publishes it when it is written.').waitFor();
    expect(await button(desk.page, 'Publish…').count()).toBe(0);
  });

  test('does not change what is live, and may roll it back', async () => {
    const browser = await signUpAs(stage, 'editor');
    const id = await stage.publish('5.1');
    const desk = await openEditor(stage, id, browser);
    const { page } = desk;
    expect(await button(page, 'Save changes').count()).toBe(0);
    expect(await button(page, 'Add a note').count()).toBe(0);
    expect(await desk.title.isEditable()).toBe(false);
    await desk.noteText(1).focus();
    await page.keyboard.type('x');
    await button(page, 'Roll back…').click();
    await page.getByLabel('Reason').fill('On call');
    await button(page, 'Roll back').click();
    await chip(desk, 'Rolled back').waitFor();
    expect(await readRelease(stage, id)).toMatchObject({
      state: 'rolled_back',
      notes: [{ body: 'It **works**.' }],
    });
  });

  test('is what the page takes: a viewer is told so', async () => {
    const browser = await signUpAs(stage, 'viewer');
    const page = await stage.visit('/admin/tidings/releases/new', { as: 'guest', browser });
    await page.getByText('You do not have access to this page').waitFor();
  });
});
