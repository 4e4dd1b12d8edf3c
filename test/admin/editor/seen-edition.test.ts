import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { setUpDashboard } from '../pages/dashboard-fixture.ts';
import { createDraft, editorPageOf, openEditor, readRelease } from './editor-page.ts';

const stage = setUpDashboard();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const chip = (page: Page, name: string) => page.locator('.names').getByText(name, { exact: true });
const conflict = (page: Page) =>
  page.getByRole('heading', { name: 'Someone else has changed this release' });

describe('what somebody else has changed meanwhile', () => {
  test('is not published before it was seen', async () => {
    const { id } = await createDraft(stage, '5.0', ['Sails']);
    const { page } = await openEditor(stage, id);
    await button(page, 'Publish…').click();
    await stage.call('PATCH', `/releases/${id}`, { title: 'Unseen' });
    await button(page, 'Publish now').click();
    await conflict(page).waitFor();
    await page.getByRole('row', { name: 'Title' }).getByText('Unseen').waitFor();
    await page.getByText('after you opened it').waitFor();
    expect((await readRelease(stage, id)).state).toBe('draft');
    await button(page, 'Publish…').click();
    await button(page, 'Publish now').click();
    await conflict(page).waitFor();
    expect((await readRelease(stage, id)).state).toBe('draft');
    await button(page, 'Take theirs').click();
    await button(page, 'Publish…').click();
    await button(page, 'Publish now').click();
    await chip(page, 'Live').waitFor();
    expect(await readRelease(stage, id)).toMatchObject({ state: 'live', title: 'Unseen' });
  });

  test('is not scheduled, nor unscheduled, nor deleted', async () => {
    const { id } = await createDraft(stage, '5.1', ['Sails']);
    const { page } = await openEditor(stage, id);
    await button(page, 'Publish…').click();
    await page.getByLabel('At a time').check();
    await stage.call('PATCH', `/releases/${id}`, { title: 'Unseen' });
    await button(page, 'Schedule').click();
    await conflict(page).waitFor();
    expect((await readRelease(stage, id)).state).toBe('draft');

    await stage.call('POST', `/releases/${id}/publish`, { at: '2090-01-01T12:00', zone: 'UTC' });
    await page.reload();
    await editorPageOf(page);
    await stage.call('PATCH', `/releases/${id}`, { title: 'Unseen again' });
    await button(page, 'Unschedule').click();
    await conflict(page).waitFor();
    await button(page, 'More').click();
    await button(page, 'Delete…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Not done: someone else has changed this release.').waitFor();
    expect(await readRelease(stage, id)).toMatchObject({
      state: 'scheduled',
      title: 'Unseen again',
    });
  });

  test('is not rolled back, and is after it was looked at', async () => {
    const id = await stage.publish('5.2', { title: 'Boats' });
    const { page } = await openEditor(stage, id);
    await button(page, 'Roll back…').click();
    await stage.call('PATCH', `/releases/${id}`, { title: 'Mended' });
    await page.getByLabel('Reason').fill('It sinks.');
    await button(page, 'Roll back').click();
    await conflict(page).waitFor();
    expect((await readRelease(stage, id)).state).toBe('live');
    await button(page, 'Take theirs').click();
    await button(page, 'Roll back…').click();
    await page.getByLabel('Reason').fill('It sinks.');
    await button(page, 'Roll back').click();
    await chip(page, 'Rolled back').waitFor();
  });

  test('is shown as it stands where only its state is another', async () => {
    const { id } = await createDraft(stage, '5.3', ['Sails']);
    const { page } = await openEditor(stage, id);
    await button(page, 'Publish…').click();
    await stage.call('POST', `/releases/${id}/publish`, { at: '2090-01-01T12:00', zone: 'UTC' });
    await button(page, 'Publish now').click();
    await page.getByText('Not done: the state of this release has changed.').waitFor();
    await chip(page, 'Scheduled').waitFor();
    expect((await readRelease(stage, id)).state).toBe('scheduled');
    await button(page, 'Publish now…').click();
    await button(page, 'Publish now').click();
    await chip(page, 'Live').waitFor();
  });
});
