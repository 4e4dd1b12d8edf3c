import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  launcherOf,
  openPanel,
  openWithoutActivation,
  panelOf,
  setUpWidget,
} from './widget-fixture.ts';

const stage = setUpWidget(async ({ publish }) => {
  await publish('1.0', { displayDate: '2026-01-31' });
});

const colourOf = (panel: Locator) =>
  panel.locator('[role=dialog]').evaluate((one) => getComputedStyle(one).backgroundColor);

describe('data-theme', () => {
  const [light, dark] = ['rgb(255, 255, 255)', 'rgb(26, 28, 35)'];

  test.each([
    ['auto', 'light', light],
    ['auto', 'dark', dark],
    ['light', 'dark', light],
    ['dark', 'light', dark],
  ] as const)('%s on a %s system', async (theme, colorScheme, colour) => {
    const attributes = `data-theme="${theme}"`;
    const page = await stage.visit({ attributes, browser: { colorScheme } });
    expect(await colourOf(await openPanel(page))).toBe(colour);
  });

  test('auto follows the system while the panel is open', async () => {
    const page = await stage.visit({ browser: { colorScheme: 'light' } });
    const panel = await openPanel(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colourOf(panel)).toBe(dark);
  });
});

describe('data-position', () => {
  const viewport = { width: 1000, height: 1600 };

  /** Which corner a box is in. */
  async function cornerOf(locator: Locator): Promise<string> {
    const box = await locator.boundingBox();
    if (!box) return 'none';
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return `${y < viewport.height / 2 ? 'top' : 'bottom'} ${x < viewport.width / 2 ? 'left' : 'right'}`;
  }

  test.each([
    ['bottom-end', 'ltr', 'bottom right'],
    ['bottom-start', 'ltr', 'bottom left'],
    ['top-end', 'ltr', 'top right'],
    ['top-start', 'ltr', 'top left'],
    ['bottom-end', 'rtl', 'bottom left'],
    ['top-start', 'rtl', 'top right'],
  ])('%s, where people read %s: button and panel stand %s', async (position, dir, corner) => {
    const page = await stage.visit({
      attributes: `data-position="${position}"`,
      head: `<script>document.documentElement.dir = '${dir}'</script>`,
      browser: { viewport },
    });
    expect(await cornerOf(launcherOf(page))).toBe(corner);
    const panel = await openPanel(page);
    expect(await cornerOf(panel)).toBe(corner);
    const [button, box] = await Promise.all([launcherOf(page).boundingBox(), panel.boundingBox()]);
    if (!button || !box) throw new Error('One of them is not seen.');
    expect(box.y).toBeGreaterThan(0);
    expect(box.y + box.height).toBeLessThan(viewport.height);
    // The button stays free: it closes what it opened.
    const above = box.y + box.height <= button.y;
    const below = box.y >= button.y + button.height;
    expect(above || below).toBe(true);
    await launcherOf(page).click();
    expect(await panel.isVisible()).toBe(false);
  });

  test('none: no button; the page opens the panel', async () => {
    const page = await stage.visit({ attributes: 'data-position="none"', browser: { viewport } });
    expect(await launcherOf(page).count()).toBe(1);
    expect(await launcherOf(page).isVisible()).toBe(false);
    await openWithoutActivation(page);
    await panelOf(page).getByRole('article').waitFor();
    expect(await cornerOf(panelOf(page))).toBe('bottom right');
  });

  test('left out beside an opener of the page: no button', async () => {
    const inside = '<button id="own" data-tidings-open>News</button>';
    const page = await stage.visit({ content: inside });
    expect(await launcherOf(page).isVisible()).toBe(false);
    await page.locator('#own').click();
    await panelOf(page).getByRole('article').waitFor();
  });
});

describe('data-locale', () => {
  test('is the language of words, direction and dates, whatever the page’s is', async () => {
    const panel = await openPanel(await stage.visit({ attributes: 'data-locale="ar-EG"' }));
    await panel.getByRole('heading', { name: 'ما الجديد في Harbour' }).waitFor();
    expect(await panel.locator('[role=dialog]').getAttribute('dir')).toBe('rtl');
    expect(await panel.locator('time').textContent()).toContain('يناير');
  });

  test('without it, the page’s language is; one that we do not speak has English words', async () => {
    const page = await stage.visit({ head: '<script>document.documentElement.lang="de"</script>' });
    const panel = await openPanel(page);
    await panel.getByRole('heading', { name: 'What’s new in Harbour' }).waitFor();
    expect(await panel.locator('time').textContent()).toBe('31. Januar 2026');
  });
});

describe('a part that the page styles looks so', () => {
  const parts = 'launcher badge panel header close release note rating comment'.split(' ');
  const rules = parts.map((name) => `tidings-launcher::part(${name}){outline:3px dotted #123456}`);

  test(parts.join(', '), async () => {
    const page = await stage.visit({ head: `<style>${rules.join('')}</style>` });
    await page.locator('tidings-launcher [part~=badge]:not(:empty)').waitFor();
    const outlines = async (names: string[]) => {
      const each = names.map((name) =>
        page
          .locator(`tidings-launcher [part~=${name}]`)
          .first()
          .evaluate((one) => [one.getAttribute('part'), getComputedStyle(one).outlineStyle]),
      );
      return Promise.all(each);
    };
    const dotted = (names: string[]) => names.map((name) => [name, 'dotted']);
    expect(await outlines(['badge'])).toEqual(dotted(['badge']));
    const panel = await openPanel(page);
    await panel.getByRole('radio').last().click();
    await panel.getByRole('textbox').waitFor();
    expect(await outlines(parts)).toEqual(dotted(parts));
  });
});
