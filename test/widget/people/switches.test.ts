import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { goOffline } from '../../support/browser.ts';
import { launcherOf, openPanel, panelOf, setUpWidget } from './widget-fixture.ts';

const stage = setUpWidget(async ({ publish }) => {
  await publish('1.0', { displayDate: '2026-01-31' });
});
let minor = 0;

const badge = (page: Page) => page.locator('tidings-launcher [part~=badge]');
const faces = (panel: Locator) => panel.getByRole('radiogroup').or(panel.getByRole('radio'));

/** A visitor who has seen all that there is, with these switches on, after a reload. */
async function settled(...switches: RegExp[]): Promise<Page> {
  const page = await stage.visit();
  const panel = await openPanel(page);
  await panel.getByRole('button', { name: 'Settings' }).click();
  for (const name of switches) await panel.getByRole('switch', { name }).check();
  await page.keyboard.press('Escape');
  await page.reload();
  await launcherOf(page).waitFor();
  return page;
}

/** Releases come while these pages are offline. */
async function publishUnheard(pages: Page[], ...releases: object[]): Promise<void> {
  // A page that did not notice that it was offline does not notice that it is online again.
  for (const page of pages) await goOffline(page.context());
  for (const release of releases) {
    minor += 1;
    await stage.publish(`2.${minor}`, { displayDate: '2026-02-01', ...release });
  }
}

/** Goes back online, and waits until the badge follows from what the server said. */
async function hear(page: Page): Promise<void> {
  const asked = page.waitForResponse('**/v1/feed');
  await page.context().setOffline(false);
  await (await asked).finished();
}

test('the badge comes back with each release, though its number was the same before', async () => {
  const page = await stage.visit();
  for (let time = 0; time < 3; time += 1) {
    await openPanel(page);
    await page.keyboard.press('Escape');
    expect(await badge(page).isVisible()).toBe(false);
    await publishUnheard([page], {});
    await hear(page);
    await expect.poll(() => badge(page).textContent()).toBe('1');
  }
});

describe('a visitor’s switch holds after a reload, and wins', () => {
  test('mute: no badge, where others have one', async () => {
    const [muted, other] = [await settled(/^Mute/), await settled()];
    await publishUnheard([muted, other], { major: true });
    await Promise.all([hear(muted), hear(other)]);
    await expect.poll(() => badge(other).textContent()).toBe('1');
    const panel = await openPanel(muted);
    await panel.getByRole('button', { name: 'Settings' }).click();
    expect(await panel.getByRole('switch', { name: /^Mute/ }).isChecked()).toBe(true);
    expect(await badge(muted).isVisible()).toBe(false);
    expect(await launcherOf(muted).getAttribute('aria-label')).toBe('What’s new');
    await panel.getByRole('switch', { name: /^Mute/ }).uncheck();
    await muted.keyboard.press('Escape');
    await publishUnheard([muted], {});
    await hear(muted);
    await expect.poll(() => badge(muted).textContent()).toBe('1');
  });

  test('majors only: minor releases do not count', async () => {
    const [majors, all] = [await settled(/major releases only/), await settled()];
    await publishUnheard([majors, all], {}, { major: true }, {});
    await Promise.all([hear(majors), hear(all)]);
    await expect.poll(() => badge(all).textContent()).toBe('3');
    await expect.poll(() => badge(majors).textContent()).toBe('1');
    expect(await launcherOf(majors).getAttribute('aria-label')).toBe('What’s new (1)');
  });

  test('never ask: no rating is shown unless the visitor wants to rate', async () => {
    const other = await openPanel(await settled());
    await faces(other).first().waitFor();
    const panel = await openPanel(await settled(/ask me again/));
    const rate = panel.getByRole('button', { name: 'Rate this release' });
    await rate.first().waitFor();
    expect(await faces(panel).count()).toBe(0);
    await rate.first().click();
    expect(await panel.getByRole('radio').count()).toBe(5);
  });

  test('never ask hides a rating that is in sight at once', async () => {
    const panel = await openPanel(await stage.visit());
    await faces(panel).first().waitFor();
    await panel.getByRole('button', { name: 'Settings' }).click();
    await panel.getByRole('switch', { name: /ask me again/ }).check();
    await panel.getByRole('button', { name: 'Settings' }).click();
    await panel.getByRole('button', { name: 'Rate this release' }).first().waitFor();
    expect(await faces(panel).count()).toBe(0);
  });
});

describe('a visitor’s language', () => {
  const section = (page: Page) => panelOf(page).locator('[role=dialog]');
  const choose = async (page: Page, settings: string, language: string) => {
    const panel = panelOf(page);
    await panel.getByRole('button', { name: settings }).click();
    await panel.getByRole('combobox').selectOption(language);
    await panel.locator(`[role=dialog][lang=${language || 'en'}]`).waitFor();
    await panel.getByRole('button', { name: /Settings|الإعدادات/ }).click();
  };

  test('holds for words, dates, direction and our button, and goes back to the page’s', async () => {
    const page = await stage.visit();
    const oldest = (await openPanel(page)).getByRole('article', { name: '1.0' });
    expect(await oldest.locator('time').textContent()).toBe('January 31, 2026');
    await choose(page, 'Settings', 'ar');
    await page.reload();
    await openPanel(page);
    await panelOf(page).getByRole('heading', { name: 'ما الجديد في Harbour' }).waitFor();
    expect(await section(page).getAttribute('dir')).toBe('rtl');
    expect(await oldest.locator('time').textContent()).toContain('يناير');
    expect(await launcherOf(page).getAttribute('aria-label')).toMatch(/^ما الجديد/);
    expect(await page.evaluate('document.documentElement.outerHTML')).not.toContain('rtl');
    await choose(page, 'الإعدادات', '');
    expect(await section(page).getAttribute('dir')).toBe('ltr');
    await expect.poll(() => oldest.locator('time').textContent()).toBe('January 31, 2026');
    await expect.poll(() => launcherOf(page).getAttribute('aria-label')).toMatch(/^What’s new/);
  });
});
