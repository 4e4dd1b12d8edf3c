import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import {
  createDraft,
  type EditorPage,
  editorPageOf,
  openEditor,
  readRelease,
} from './editor-page.ts';

const stage = setUpDashboard();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Another tab of the same person, in the same browser. */
async function again(desk: EditorPage, path: string): Promise<EditorPage> {
  const page = await desk.page.context().newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${stage.server.url}/admin/tidings/releases/${path}`);
  return editorPageOf(page);
}

describe('words that are not saved', () => {
  test('are there again after the page was closed while they were typed', async () => {
    const desk = await openEditor(stage);
    await desk.noteText(1).click();
    // Nothing reaches the server, as where a tab is closed within a second.
    await desk.page.route('**/api/projects/*/releases', (route) => route.abort());
    await desk.page.keyboard.type('Sails for everybody');
    const next = await desk.page.context().newPage();
    await desk.page.close();
    next.setDefaultTimeout(10_000);
    await next.goto(`${stage.server.url}/admin/tidings/releases/new`);
    const other = await editorPageOf(next);
    await next.getByText('Sails for everybody').waitFor();
    await button(next, 'Continue editing').click();
    await other.waitForStatus('Saved');
    const { notes } = await readRelease(stage, await other.releaseId());
    expect(notes.map(({ body }) => body)).toEqual(['Sails for everybody']);
    await next.goto(`${stage.server.url}/admin/tidings/releases/new`);
    await editorPageOf(next);
    expect(await button(next, 'Continue editing').count()).toBe(0);
  });

  test('are not made twice where only the reply was lost', async () => {
    const desk = await openEditor(stage);
    const { page } = desk;
    await desk.version.fill('1.9');
    await desk.waitForStatus('Saved');
    const other = await openEditor(stage);
    await other.page.route('**/api/projects/*/releases', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await other.version.fill('1.8');
    await other.waitForStatus('Server unreachable, stored on this device');
    await other.page.unroute('**/api/projects/*/releases');
    await other.title.fill('Further on');
    await other.waitForStatus('Saved');
    expect(await readRelease(stage, await other.releaseId())).toMatchObject({
      version: '1.8',
      title: 'Further on',
    });
    // Somebody else’s release of that version is none of ours.
    await page.goto(`${stage.server.url}/admin/tidings/releases/new`);
    await (await editorPageOf(page)).version.fill('1.9');
    await desk.title.fill('Not that one');
    await desk.waitForStatus(
      'Not saved: Release 1.9 already exists in this project. Choose another version.',
    );
  });

  test('may be discarded', async () => {
    const { id } = await createDraft(stage, '2.0');
    const desk = await openEditor(stage, id);
    await desk.page.context().setOffline(true);
    await desk.title.fill('Unwanted');
    await desk.waitForStatus('Offline, stored on this device');
    await desk.page.context().setOffline(false);
    await desk.waitForStatus('Saved');
    await desk.page.route(`**/releases/${id}`, (route) => route.abort());
    await desk.title.fill('Not wanted');
    await desk.waitForStatus('Server unreachable, stored on this device');
    const other = await again(desk, `${id}/edit`);
    await button(other.page, 'Discard').click();
    await other.page.reload();
    await editorPageOf(other.page);
    expect(await other.title.inputValue()).toBe('Unwanted');
    expect(await button(other.page, 'Discard').count()).toBe(0);
  });

  test('wait offline, and are saved when the line is back', async () => {
    const { id } = await createDraft(stage, '2.1');
    const desk = await openEditor(stage, id);
    await desk.page.context().setOffline(true);
    await desk.title.fill('Written at sea');
    await desk.waitForStatus('Offline, stored on this device');
    expect((await readRelease(stage, id)).title).toBe('');
    await desk.page.context().setOffline(false);
    await desk.waitForStatus('Saved');
    expect((await readRelease(stage, id)).title).toBe('Written at sea');
  });

  test('are saved before a link leads elsewhere, and asked about where they cannot be', async () => {
    const { id } = await createDraft(stage, '2.2');
    const desk = await openEditor(stage, id);
    const { page } = desk;
    await desk.title.fill('In a hurry');
    await page.getByRole('link', { name: 'Releases', exact: true }).click();
    await headingOf(page, 'Releases').waitFor();
    expect((await readRelease(stage, id)).title).toBe('In a hurry');
    await page.getByRole('link', { name: '2.2', exact: true }).click();
    await editorPageOf(page);
    await page.route(`**/api/projects/*/releases/${id}`, (route) => route.abort());
    await desk.title.fill('Lost?');
    await page.getByRole('link', { name: 'Releases', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await desk.title.inputValue()).toBe('Lost?');
    await page.getByRole('link', { name: 'Releases', exact: true }).click();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await headingOf(page, 'Releases').waitFor();
  });

  test('hold the browser back, which saved ones do not', async () => {
    const { id } = await createDraft(stage, '2.3');
    const desk = await openEditor(stage, id);
    const asked: string[] = [];
    desk.page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await desk.title.fill('x');
    await desk.waitForStatus('Saved');
    await desk.page.reload();
    expect(asked).toEqual([]);
    await desk.page.route(`**/api/projects/*/releases/${id}`, (route) =>
      route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    );
    await editorPageOf(desk.page);
    await desk.title.fill('y');
    await desk.page.reload();
    expect(asked).toEqual(['beforeunload']);
  });
});

describe('two who save at once', () => {
  /** Mine is written, theirs is saved. */
  async function meet(version: string) {
    const { id } = await createDraft(stage, version, ['Sails']);
    const desk = await openEditor(stage, id);
    await stage.call('PATCH', `/releases/${id}`, { title: 'Theirs' });
    await desk.title.fill('Mine');
    await desk.waitForStatus('Not saved: someone else has changed this release');
    const row = desk.page.getByRole('row', { name: 'Title' });
    await row.getByText('Theirs').waitFor();
    await row.getByText('Mine').waitFor();
    expect((await readRelease(stage, id)).title).toBe('Theirs');
    return { desk, id };
  }

  test('see both, and one keeps theirs', async () => {
    const { desk, id } = await meet('3.0');
    await button(desk.page, 'Keep mine').click();
    await desk.waitForStatus('Saved');
    expect(await readRelease(stage, id)).toMatchObject({ title: 'Mine', revision: 3 });
    // It goes on from there.
    await desk.title.fill('Mine again');
    await desk.waitForStatus('Not saved yet');
    await desk.waitForStatus('Saved');
    expect(await readRelease(stage, id)).toMatchObject({ title: 'Mine again', revision: 4 });
  });

  test('see both, and one takes the other’s, with a way back', async () => {
    const { desk, id } = await meet('3.1');
    await button(desk.page, 'Take theirs').click();
    expect(await desk.title.inputValue()).toBe('Theirs');
    await desk.waitForStatus('Saved');
    expect(await readRelease(stage, id)).toMatchObject({ title: 'Theirs', revision: 2 });
    await button(desk.page, 'Undo').click();
    await expect.poll(() => desk.title.inputValue()).toBe('Mine');
    await desk.waitForStatus('Saved');
    expect((await readRelease(stage, id)).title).toBe('Mine');
  });

  test('lose no note that the other one has removed', async () => {
    const { id } = await createDraft(stage, '3.2', ['Sails', 'Oars']);
    const desk = await openEditor(stage, id);
    await stage.call('PATCH', `/releases/${id}`, { notes: [] });
    await desk.noteTitle(1).fill('Red sails');
    await button(desk.page, 'Keep mine').click();
    await desk.waitForStatus('Saved');
    const { notes } = await readRelease(stage, id);
    expect(notes.map(({ title }) => title)).toEqual(['Red sails', 'Oars']);
  });

  test('are not stopped where the words are the same', async () => {
    const { id } = await createDraft(stage, '3.3');
    const desk = await openEditor(stage, id);
    const time = { at: '2090-01-01T12:00', zone: 'UTC' };
    await stage.call('POST', `/releases/${id}/publish`, time);
    await stage.call('POST', `/releases/${id}/unschedule`);
    await desk.title.fill('Mine');
    await desk.waitForStatus('Saved');
    expect(await readRelease(stage, id)).toMatchObject({ title: 'Mine', state: 'draft' });
  });

  test('keep the words of what the other one has deleted', async () => {
    const { id } = await createDraft(stage, '3.4');
    const desk = await openEditor(stage, id);
    await desk.title.fill('Still here');
    await desk.waitForStatus('Saved');
    await fetchDelete(id);
    await desk.title.fill('Still here, and more');
    await button(desk.page, 'Save as new draft').click();
    await desk.waitForStatus('Saved');
    const made = await desk.releaseId();
    expect(made).not.toBe(id);
    expect(await readRelease(stage, made)).toMatchObject({
      version: '3.4',
      title: 'Still here, and more',
    });
  });

  test('see both where one comes back to older words of their own', async () => {
    const { id } = await createDraft(stage, '3.5');
    const desk = await openEditor(stage, id);
    await desk.page.route(`**/api/projects/*/releases/${id}`, (route) => route.abort());
    await desk.title.fill('Written long ago');
    const next = await desk.page.context().newPage();
    await desk.page.close();
    await stage.call('PATCH', `/releases/${id}`, { title: 'Theirs' });
    next.setDefaultTimeout(10_000);
    await next.goto(`${stage.server.url}/admin/tidings/releases/${id}/edit`);
    await editorPageOf(next);
    await button(next, 'Continue editing').click();
    await button(next, 'Take theirs').waitFor();
    expect((await readRelease(stage, id)).title).toBe('Theirs');
  });

  /** A deletion has no body to read. */
  async function fetchDelete(id: string): Promise<void> {
    await stage.call('DELETE', `/releases/${id}`).catch(() => {});
  }
});

test('a live release is saved when somebody says so, and not before', async () => {
  const id = await stage.publish('4.0', { title: 'Boats' });
  const desk = await openEditor(stage, id);
  const { page } = desk;
  await page.getByText('Visitors see this release.').waitFor();
  expect(await button(page, 'Save changes').isDisabled()).toBe(true);
  await desk.title.fill('Boats wi');
  await desk.waitForStatus('Changes are not saved yet');
  await page.waitForTimeout(2000);
  expect((await readRelease(stage, id)).title).toBe('Boats');
  await desk.title.fill('Boats with sails');
  await desk.preview.getByRole('heading', { name: 'Boats with sails' }).waitFor();
  await button(page, 'Save changes').click();
  await desk.waitForStatus('Saved');
  expect((await readRelease(stage, id)).title).toBe('Boats with sails');
});
