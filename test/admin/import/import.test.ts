import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { startProxy } from '../../support/proxy.ts';
import { hasFocus } from '../../widget/people/widget-fixture.ts';
import { type DashboardFixture, headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaultsOnEachScreen, tabTo } from '../pages/page-checks.ts';

const path = 'node_modules/@codemirror/view/CHANGELOG.md';
const changelog = readFileSync(path, 'utf8');
const versions = changelog.match(/^## \d/gm)?.length ?? 0;
const hostile = `<img src=x onerror="document.title='owned'">\${1}{{2}}`;

const importButton = (page: Page) => page.getByRole('button', { name: /^Import [\d,]+ release/ });
const summary = (page: Page) => page.locator('.summary');

async function newProject({ server }: DashboardFixture, page: Page, slug: string): Promise<void> {
  await page.goto(`${server.url}/admin/new-project`);
  await page.getByLabel('Name').fill(slug);
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByRole('link', { name: 'Import a file' }).click();
  await headingOf(page, 'Import').waitFor();
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel('Paste a changelog').fill(text);
  await page.getByRole('button', { name: 'Preview import' }).click();
}

async function drop(
  page: Page,
  name: string,
  text: string,
  at = '.zone',
  others: string[] = [],
): Promise<boolean> {
  const given = [[name, ...others], text] as const;
  const data = await page.evaluateHandle(([names, text]) => {
    const transfer = new DataTransfer();
    for (const name of names) {
      transfer.items.add(new File([text], name, { type: 'text/markdown' }));
    }
    return transfer;
  }, given);
  for (const type of ['dragenter', 'dragover']) {
    await page.locator(at).dispatchEvent(type, { dataTransfer: data });
  }
  // Whether the browser is kept from opening the file in the place of the page.
  return page.locator(at).evaluate((element, dataTransfer) => {
    const init = { dataTransfer, bubbles: true, composed: true, cancelable: true };
    return !element.dispatchEvent(new DragEvent('drop', init));
  }, data);
}

describe('an import', () => {
  const stage = setUpDashboard();
  const count = async (slug: string) => {
    const rows = await stage.database.reader
      .selectFrom('release')
      .innerJoin('project', 'project.id', 'release.project_id')
      .select('release.id')
      .where('project.slug', '=', slug)
      .execute();
    return rows.length;
  };

  test('of a dropped file shows what it will make, makes it, and links to it', async () => {
    const page = await stage.visit('/admin/');
    await newProject(stage, page, 'dropped');
    await drop(page, 'CHANGELOG.md', changelog);
    await importButton(page).waitFor();
    expect(versions).toBeGreaterThan(200);
    expect(await count('dropped')).toBe(0);
    expect(await summary(page).textContent()).toContain(`${versions} releases with`);
    const row = page.getByRole('row').nth(1);
    expect(await row.textContent()).toMatch(/\d+ note.*\n?.*\d+ (new|fixed|improved).*New/s);
    await row.locator('summary').click();
    const [first = ''] = /^- .+|^[A-Z].+/m.exec(changelog.split(/^### .+\n/m)[1] ?? '') ?? [];
    expect(first.length).toBeGreaterThan(20);
    await row.getByText(first.slice(0, 20)).waitFor();
    await page.getByRole('button', { name: `Show all ${versions} releases` }).click();
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(versions);

    await importButton(page).click();
    const done = page.getByRole('heading', { name: 'Imported CHANGELOG.md' });
    await done.waitFor();
    expect(await hasFocus(done)).toBe(true);
    expect(await count('dropped')).toBe(versions);
    await page.getByRole('link', { name: 'View releases' }).click();
    await headingOf(page, 'Releases').waitFor();
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });

  test('of a file that misses its place is taken all the same, and the page stays', async () => {
    const page = await stage.visit('/admin/tidings/import');
    await headingOf(page, 'Import').waitFor();
    expect(await drop(page, 'BESIDE.md', '## 55.0.0\n\n- A boat\n', 'h1')).toBe(true);
    await page.getByRole('heading', { name: 'Preview of BESIDE.md' }).waitFor();
    expect(await drop(page, 'OTHER.md', '## 56.0.0\n\n- A boat\n', '.summary', ['2.md'])).toBe(
      true,
    );
    await page.getByText('Only OTHER.md was used.').waitFor();
    await page.getByRole('heading', { name: 'Preview of OTHER.md' }).waitFor();
    expect(await page.locator('.zone').count()).toBe(0);
    // A text that is dragged belongs into the field, as the browser has it.
    const isHeld = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/plain', 'words');
      const init = { dataTransfer, bubbles: true, composed: true, cancelable: true };
      return !document.body.dispatchEvent(new DragEvent('drop', init));
    });
    expect(isHeld).toBe(false);
  });

  test('begins anew for whoever comes by the link again, while nothing is under way', async () => {
    const page = await stage.visit('/admin/tidings/import');
    await headingOf(page, 'Import').waitFor();
    await paste(page, '## 57.0.0\n\n- A boat\n');
    await importButton(page).waitFor();
    const link = page.getByRole('link', { name: 'Import', exact: true });
    await link.click();
    await page.getByLabel('Paste a changelog').waitFor();
    expect(await summary(page).count()).toBe(0);
    await page.route('**/imports?dryRun=true', () => {});
    await paste(page, '## 58.0.0\n\n- A boat\n');
    const under = page.getByRole('heading', { name: 'Reading the pasted text' });
    await under.waitFor();
    await link.click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: 'You cancelled. Nothing was imported.' })
      .waitFor();
  });

  test('goes by keyboard alone, and again makes nothing', async () => {
    const page = await stage.visit('/admin/');
    await newProject(stage, page, 'by-keyboard');
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page, 'Choose a file', 'button');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(path);
    const plan = page.getByRole('heading', { name: 'Preview of CHANGELOG.md' });
    await expect.poll(() => hasFocus(plan)).toBe(true);
    await tabTo(page, /^Import \d/, 'button');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Imported CHANGELOG.md' }).waitFor();
    expect(await count('by-keyboard')).toBe(versions);

    // Asked for well before the key: a busy page may take the key first.
    const another = page.waitForEvent('filechooser');
    await tabTo(page, 'Choose another file', 'button');
    await page.keyboard.press('Enter');
    await (await another).setFiles(path);
    await summary(page).getByText(`No new releases: ${versions} versions already exist`).waitFor();
    expect(await importButton(page).count()).toBe(0);
  });

  test('tells each line that it does not understand, and shows hostile text as text', async () => {
    const page = await stage.visit('/admin/');
    await newProject(stage, page, 'odd');
    const text = `A word before ${hostile}\n\n## 1.0.0 ${hostile}\n\n- ${hostile}\n`;
    await drop(page, hostile, text);
    await importButton(page).waitFor();
    const odd = page.getByRole('list', { name: 'Lines not understood' }).getByRole('listitem');
    expect(await odd.allInnerTexts()).toEqual([
      expect.stringMatching(/Line 1\s+A word before <img.*\s+before the first version/s),
    ]);
    await page.getByRole('heading', { name: `Preview of ${hostile}` }).waitFor();
    await importButton(page).click();
    await page.getByRole('heading', { name: `Imported ${hostile}` }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Import · odd · Tidings');
  });

  test.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'Not a text file in UTF-8'],
    ['an empty file', Buffer.from('\n'), 'There is no text in'],
    ['a file that is too large', Buffer.alloc(5 * 1024 * 1024 + 1, 'x'), 'at most 5 MB'],
    ['a text without a release', Buffer.from('Just words.'), 'This changelog contains no release.'],
    [
      'an entry that no release can hold',
      Buffer.from(`## 1.0\n\n- ${'x'.repeat(70_000)}`),
      'Line 3',
    ],
  ])('refuses %s in plain words', async (_, buffer, words) => {
    const page = await stage.visit('/admin/tidings/import');
    const before = await count('tidings');
    const file = { name: 'x.md', mimeType: 'text/markdown', buffer };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText(words).first().waitFor();
    expect(await importButton(page).count()).toBe(0);
    expect(await count('tidings')).toBe(before);
  });

  test('says so when somebody is offline, and goes on from there', async () => {
    const page = await stage.visit('/admin/tidings/import');
    await headingOf(page, 'Import').waitFor();
    await page.context().setOffline(true);
    await paste(page, '## 77.0.0\n\n- A boat\n');
    await page.getByRole('alert').filter({ hasText: 'You are offline.' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await importButton(page).waitFor();
  });

  test('whose line breaks in the middle is made as a whole or not at all', async () => {
    const proxy = await startProxy(stage.server.url);
    const page = await stage.visit('/admin/');
    await newProject(stage, page, 'cut');
    await page.goto(`${proxy.url}/admin/cut/import`);
    await page.locator('input[type=file]').setInputFiles(path);
    await importButton(page).waitFor();
    proxy.cut('reply', 3000);
    await importButton(page).click();
    const alert = page.getByRole('alert').filter({ hasText: 'The connection was lost' });
    await alert.getByText('either completes or changes nothing').waitFor();
    expect(proxy.cuts).toBe(1);
    expect([0, versions]).toContain(await count('cut'));
    await page.getByRole('button', { name: 'Check result' }).click();
    await summary(page).waitFor();
    if (await importButton(page).count()) await importButton(page).click();
    await expect.poll(() => count('cut')).toBe(versions);
  });

  test('can be cancelled while it is looked at, and left while it is made', async () => {
    const page = await stage.visit('/admin/tidings/import');
    const held = '**/imports?dryRun=true';
    await page.route(held, () => {});
    await paste(page, '## 88.0.0\n\n- A boat\n');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: 'You cancelled. Nothing was imported.' })
      .waitFor();
    await page.unroute(held);
    await page.getByRole('button', { name: 'Try again' }).click();
    await importButton(page).waitFor();
    await page.route('**/imports', () => {});
    await importButton(page).click();
    await page.getByRole('button', { name: 'Stop waiting' }).click();
    await page.getByRole('alert').filter({ hasText: 'You stopped waiting.' }).waitFor();
    await page.getByRole('button', { name: 'Check result' }).click();
    await importButton(page).waitFor();
  });

  test('is within everybody’s reach', { timeout: 60_000 }, async () => {
    const page = await stage.visit('/admin/tidings/import');
    await headingOf(page, 'Import').waitFor();
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
    await paste(
      page,
      `Odd ${'w'.repeat(90)}\n\n## 1.0.0-${'x'.repeat(60)} [YANKED]\n\n- A\n\n## 0.9.0\n\n- B`,
    );
    await importButton(page).waitFor();
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
  });
});
