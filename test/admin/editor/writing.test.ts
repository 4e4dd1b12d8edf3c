import { describe, expect, test } from 'vitest';
import { hasFocus } from '../../widget/people/widget-fixture.ts';
import { setUpDashboard } from '../pages/dashboard-fixture.ts';
import { createDraft, type EditorPage, openEditor, readRelease, tabTo } from './editor-page.ts';

const stage = setUpDashboard(async ({ publish }) => {
  await publish('9.0.0');
});

const titlesIn = async (id: string) =>
  (await readRelease(stage, id)).notes.map(({ title }) => title);

describe('a release', () => {
  test('is written and published by keyboard alone', async () => {
    const desk = await openEditor(stage);
    const { page } = desk;
    expect(await desk.version.inputValue()).toBe('9.1.0');
    await tabTo(page, desk.title);
    await page.keyboard.type('Boards for every crew');
    await tabTo(page, page.getByLabel('Kind of note 1'));
    await page.keyboard.press('i');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Crew boards');
    await tabTo(page, desk.noteText(1));
    await page.keyboard.type('Each crew has a ');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('board');
    await page.keyboard.press('End');
    await page.keyboard.type('.\n\n- one\ntwo');
    await tabTo(page, page.getByRole('button', { name: 'Add a note' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(desk.noteTitle(2))).toBe(true);
    await page.keyboard.type('Sails');
    await tabTo(page, desk.dragHandle(2), 'Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await page.getByRole('status').filter({ hasText: 'Moved to place 1 of 2.' }).waitFor();
    expect(await hasFocus(desk.dragHandle(1))).toBe(true);
    await desk.waitForStatus('Saved');
    const id = await desk.releaseId();

    await tabTo(page, page.getByRole('button', { name: 'Publish…' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Publish 9.1.0' });
    await dialog.getByText('Every visitor of Tidings will see this release').waitFor();
    await expect.poll(() => hasFocus(dialog.getByLabel('Now'))).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await readRelease(stage, id)).toMatchObject({
      version: '9.1.0',
      title: 'Boards for every crew',
      state: 'live',
      notes: [
        { kind: 'improved', title: 'Sails', body: '' },
        {
          kind: 'improved',
          title: 'Crew boards',
          body: 'Each crew has a **board**.\n\n- one\n- two',
        },
      ],
    });
  });

  test('is made by the first words, and is there again after a reload', async () => {
    const desk = await openEditor(stage);
    await desk.page.waitForTimeout(1500);
    expect(desk.page.url()).toMatch(/new$/);
    await desk.version.fill('3.0');
    await desk.noteText(1).click();
    await desk.page.keyboard.type('First words');
    await desk.waitForStatus('Saved');
    const id = await desk.releaseId();
    expect(await readRelease(stage, id)).toMatchObject({ version: '3.0', state: 'draft' });
    await desk.page.keyboard.type(', and more');
    await desk.waitForStatus('Not saved yet');
    await desk.waitForStatus('Saved');
    await desk.page.reload();
    await expect.poll(() => desk.noteText(1).textContent()).toBe('First words, and more');
    expect(await desk.version.inputValue()).toBe('3.0');
    expect((await readRelease(stage, id)).notes).toHaveLength(1);
  });

  test('takes all that the form has', async () => {
    const desk = await openEditor(stage, (await createDraft(stage, '3.1')).id);
    const { page } = desk;
    await page.getByText('Date and options').click();
    await page.getByLabel('Date that visitors read').fill('2026-03-01');
    await page.getByLabel('Disappears at').fill('2030-01-01T12:00');
    for (const flag of ['Major', 'Pinned', 'Silent']) await page.getByLabel(flag).check();
    await desk.waitForStatus('Saved');
    const { id } = (await stage.call<{ data: { id: string }[] }>('GET', '/releases?search=3.1'))
      .data[0] as { id: string };
    expect(await readRelease(stage, id)).toMatchObject({
      displayDate: '2026-03-01',
      expiresAt: new Date('2030-01-01T12:00').toISOString(),
      major: true,
      pinned: true,
      silent: true,
    });
  });

  test('says at the version that there is one already', async () => {
    const desk = await openEditor(stage);
    await desk.version.fill('9.0.0');
    await desk.title.fill('Again');
    await desk.waitForStatus(
      'Not saved: Release 9.0.0 already exists in this project. Choose another version.',
    );
    expect(await desk.version.getAttribute('aria-invalid')).toBe('true');
    await desk.version.fill('9.0.9');
    await desk.waitForStatus('Saved');
  });
});

test('what cannot be saved is told by its label, until it is mended', async () => {
  const desk = await openEditor(stage, (await createDraft(stage, '3.5', ['Sails'])).id);
  const { page } = desk;
  await desk.version.fill('');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await desk.waitForStatus('Not saved: Version must not be empty.');
  const toast = page.getByText('Not published: Version must not be empty.');
  await toast.waitFor();
  await desk.version.fill('3.6');
  await desk.waitForStatus('Saved');
  expect(await toast.count()).toBe(0);
  expect(await page.getByText('must not be empty').count()).toBe(0);
});

describe('the notes', () => {
  let desk: EditorPage;
  let id: string;
  const open = async (version: string) => {
    ({ id } = await createDraft(stage, version, ['A', 'B', 'C']));
    desk = await openEditor(stage, id);
  };

  test('are put in order by keys, and the focus goes along', async () => {
    await open('4.0');
    await desk.dragHandle(1).focus();
    await desk.page.keyboard.press('ArrowDown');
    await desk.page.keyboard.press('ArrowDown');
    await desk.page.getByText('Moved to place 3 of 3.').waitFor();
    expect(await hasFocus(desk.dragHandle(3))).toBe(true);
    await desk.waitForStatus('Saved');
    expect(await titlesIn(id)).toEqual(['B', 'C', 'A']);
  });

  test('are put in order by dragging, which Escape gives up', async () => {
    await open('4.1');
    const { page } = desk;
    const [first, last] = [
      await desk.dragHandle(1).boundingBox(),
      await desk.dragHandle(3).boundingBox(),
    ];
    if (!first || !last) throw new Error('There is no handle.');
    const drag = async () => {
      await page.mouse.move(first.x + 8, first.y + 8);
      await page.mouse.down();
      await page.mouse.move(first.x + 8, first.y + 60, { steps: 3 });
      const box = await desk.noteTitle(3).boundingBox();
      await page.mouse.move(first.x + 8, (box?.y ?? 0) + 160, { steps: 8 });
    };
    await drag();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await desk.noteTitle(1).inputValue()).toBe('A');
    await page.evaluate(() => scrollTo(0, 0));
    await drag();
    await page.locator('.gap-after').waitFor();
    await page.mouse.up();
    await expect.poll(() => desk.noteTitle(3).inputValue()).toBe('A');
    await desk.waitForStatus('Saved');
    expect(await titlesIn(id)).toEqual(['B', 'C', 'A']);
  });

  test('are removed, and brought back where they were', async () => {
    await open('4.2');
    const { page } = desk;
    await page.getByRole('button', { name: 'More for note 2' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await desk.waitForStatus('Saved');
    expect(await titlesIn(id)).toEqual(['A', 'C']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await desk.waitForStatus('Not saved yet');
    await desk.waitForStatus('Saved');
    expect(await titlesIn(id)).toEqual(['A', 'B', 'C']);
  });

  test('are written in a field that Tab leaves, and a textarea before', async () => {
    await open('4.3');
    const { page } = desk;
    await desk.noteText(1).click();
    await page.keyboard.press('Tab');
    expect(await hasFocus(desk.noteText(1))).toBe(false);

    const without = await stage.visit('/admin/account');
    await without.route('**/code-editor-*.js', (route) => route.abort());
    await without.goto(`${stage.server.url}/admin/tidings/releases/${id}/edit`);
    await without.locator('textarea').first().fill('Plain words');
    await without.keyboard.press('Control+a');
    await without.keyboard.press('Control+i');
    await without.locator('.status').getByText('Saved', { exact: true }).waitFor();
    await expect
      .poll(async () => (await readRelease(stage, id)).notes[0]?.body)
      .toBe('_Plain words_');
  });
});

describe('the preview', () => {
  test('shows what visitors will see, in the look that was chosen', async () => {
    const { id } = await createDraft(stage, '5.0', ['Sails']);
    const desk = await openEditor(stage, id);
    const { page, preview } = desk;
    await preview.getByRole('heading', { name: 'Sails' }).waitFor();
    await desk.noteText(1).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('It is **fast** now.');
    await preview.locator('strong', { hasText: 'fast' }).waitFor();
    const panel = preview.locator('tidings-changelog section');
    const colour = () => panel.evaluate((element) => getComputedStyle(element).backgroundColor);
    const light = await colour();
    await page.getByRole('button', { name: 'On dark pages' }).click();
    await expect.poll(colour).not.toBe(light);
    const width = () => panel.evaluate((element) => element.getBoundingClientRect().width);
    expect(await width()).toBe(400);
    const phone = page.getByRole('button', { name: 'As wide as a phone' });
    await phone.click();
    await expect.poll(width).toBe(360);
    expect(await phone.getAttribute('aria-pressed')).toBe('true');
    const dark = page.getByRole('button', { name: 'On dark pages' });
    expect(await dark.getAttribute('aria-pressed')).toBe('true');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await dark.waitFor();
    expect(await phone.count()).toBe(0);
  });

  test('keeps its buttons in view, however far one has scrolled', async () => {
    const titles = ['A', 'B', 'C', 'D'];
    const browser = { viewport: { width: 1280, height: 800 } };
    const { page } = await openEditor(stage, (await createDraft(stage, '5.2', titles)).id, browser);
    const dark = page.getByRole('button', { name: 'On dark pages' });
    await dark.waitFor();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200);
    // Playwright would scroll to what is covered before it clicks.
    const box = await dark.boundingBox();
    await page.mouse.click((box?.x ?? 0) + 8, (box?.y ?? 0) + 8);
    await expect.poll(() => dark.getAttribute('aria-pressed')).toBe('true');
  });

  test.each([360, 1180, 1280])('and menus are within a window of %i pixels', async (width) => {
    const browser = { viewport: { width, height: 800 } };
    const { id } = await createDraft(stage, `6.${width}`, ['A', 'B']);
    const { page } = await openEditor(stage, id, browser);
    for (const name of ['More', 'More for note 2']) {
      await page.getByRole('button', { name, exact: true }).click();
      const list = page.locator('menu-button [popover]:popover-open');
      await list.waitFor();
      const box = await list.boundingBox();
      const room = await page.evaluate(() => document.documentElement.clientWidth);
      expect(box?.x).toBeGreaterThanOrEqual(8);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(room - 8);
      await page.keyboard.press('Escape');
    }
  });

  test('runs nothing of what is written, and the page keeps to its policy', async () => {
    const hostile =
      '<img src=x onerror="document.title=1"><script>document.title=1</script>[x](javascript:document.title=1)';
    const { id } = await createDraft(stage, `5.1 ${hostile}`.slice(0, 100), [hostile], {
      title: hostile,
    });
    const desk = await openEditor(stage, id);
    const { page, preview } = desk;
    await desk.noteText(1).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(`${hostile}\n\nThe end.`);
    await preview.getByText('The end.').waitFor();
    await desk.waitForStatus('Saved');
    expect(await preview.locator('img, script, a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).toContain('Edit');
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });
});
