import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { setUpDashboard } from '../pages/dashboard-fixture.ts';
import { createDraft, editorPageOf, openEditor } from './editor-page.ts';

// What somebody types is stored on the device in pauses, so that no keystroke waits for the disk.

const stage = setUpDashboard();

/** Counts how often the page reads and writes drafts on the device, from now on. */
async function countStorage(page: Page): Promise<() => Promise<{ read: number; written: number }>> {
  await page.evaluate(() => {
    const counts = { read: 0, written: 0 };
    const { getItem, setItem } = Storage.prototype;
    Storage.prototype.getItem = function (key) {
      if (key.startsWith('tidings-words')) counts.read += 1;
      return getItem.call(this, key);
    };
    Storage.prototype.setItem = function (key, value) {
      if (key.startsWith('tidings-words')) counts.written += 1;
      setItem.call(this, key, value);
    };
    Object.assign(globalThis, { counts });
  });
  return () => page.evaluate(() => (globalThis as never as { counts: never }).counts);
}

test('a burst of keystrokes is drawn at each one, and stored after the last', async () => {
  const { id } = await createDraft(stage, '5.0');
  const desk = await openEditor(stage, id);
  await desk.page.route(`**/releases/${id}`, (route) => route.abort());
  const counts = await countStorage(desk.page);
  // In one task, so that no slow machine makes pauses of its own between them.
  const drawn = await desk.title.evaluate(async (input: HTMLInputElement) => {
    const { host } = input.getRootNode() as unknown as {
      host: { updateComplete: Promise<boolean> };
    };
    for (const letter of 'Sails for everybody') {
      input.value += letter;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await host.updateComplete;
    }
    return (host as never as Element).shadowRoot?.querySelector('.status')?.textContent?.trim();
  });
  expect(drawn).toBe('Not saved yet');
  await desk.waitForStatus('Server unreachable, stored on this device');
  expect(await counts()).toEqual({ read: 0, written: 1 });
});

test.each([
  ['the page is left for another', (page: Page) => page.goto('about:blank')],
  ['the page is loaded again', (page: Page) => page.reload()],
] as const)('nothing is lost where %s with the last keystroke', async (where, leave) => {
  const { id } = await createDraft(stage, `5.1, where ${where}`);
  const desk = await openEditor(stage, id);
  const { page } = desk;
  page.on('dialog', (dialog) => void dialog.accept());
  await page.route(`**/releases/${id}`, (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.continue(),
  );
  await desk.title.fill('Up to the last letter');
  await leave(page);
  await page.goto(`${stage.server.url}/admin/tidings/releases/${id}/edit`);
  await editorPageOf(page);
  await page.getByText('Up to the last letter').waitFor();
});

test('a crash loses at most a moment', async () => {
  const { id } = await createDraft(stage, '5.2');
  const desk = await openEditor(stage, id);
  const { page } = desk;
  const next = await page.context().newPage();
  await page.route(`**/releases/${id}`, (route) => route.abort());
  await desk.title.fill('Before the crash');
  await page.waitForTimeout(400);
  await page.goto('chrome://crash').catch(() => {});
  await next.goto(`${stage.server.url}/admin/tidings/releases/${id}/edit`);
  await editorPageOf(next);
  await next.getByText('Before the crash').waitFor();
});
