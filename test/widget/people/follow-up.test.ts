import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasFocus, openPanel, setUpWidget } from './widget-fixture.ts';

const stage = setUpWidget(({ publish }) => {
  const notes = Array.from({ length: 12 }, (_, at) => ({
    kind: 'new',
    title: `Crew ${at}`,
    body: 'Boats have crews now.',
  }));
  return publish('1.0', { notes });
});

const screens = [
  ['on a desk', { width: 1280, height: 800 }],
  ['on a phone', { width: 360, height: 740 }],
] as const;
const ways = {
  'by mouse': (panel: Locator) => panel.getByRole('radio').nth(1).click(),
  'by key': async (panel: Locator) => {
    await panel.getByRole('radio').nth(1).focus();
    await panel.page().keyboard.press('Space');
  },
};

/** A long page of the host, scrolled; the faces are the last that is seen in the panel. */
async function come(viewport: { width: number; height: number }, calm = false) {
  const inside = `<main style="height:4000px">Host</main><script>scrollTo(0, 300)</script>`;
  const reducedMotion = calm ? ('reduce' as const) : ('no-preference' as const);
  const page = await stage.visit({ content: inside, browser: { viewport, reducedMotion } });
  const panel = await openPanel(page);
  await putFacesLast(panel);
  return { page, panel };
}

/** They are drawn when they come near. */
async function putFacesLast(panel: Locator): Promise<void> {
  const scroll = panel.locator('.scroll');
  await scroll.evaluate((one) => one.scrollTo(0, one.scrollHeight));
  await panel.locator('.faces').waitFor();
  const rating = await panel.locator('fieldset[part=rating]').elementHandle();
  await scroll.evaluate((one, faces) => {
    const { bottom } = (faces as Element).getBoundingClientRect();
    one.scrollTop += bottom + 1 - one.getBoundingClientRect().bottom;
  }, rating);
}

/** Whether all of it is seen in the panel. */
async function isSeen(panel: Locator, what: Locator): Promise<boolean> {
  const [seen, box] = [await panel.locator('.scroll').boundingBox(), await what.boundingBox()];
  if (!seen || !box) return false;
  return box.y >= seen.y - 1 && box.y + box.height <= seen.y + seen.height + 1;
}

const followUp = (panel: Locator) => [
  panel.locator('.faces'),
  panel.getByRole('textbox'),
  panel.getByRole('button', { name: 'Send' }),
];
const areSeen = async (panel: Locator) =>
  Promise.all(followUp(panel).map((one) => isSeen(panel, one)));
const hostPlace = (page: Page) => page.evaluate(() => scrollY);

describe.each(screens)('%s', (_, viewport) => {
  test.each(Object.entries(ways))(
    'who rates %s sees what may be said besides, and the host’s page stays',
    async (_way, rate) => {
      const { page, panel } = await come(viewport);
      expect(await hostPlace(page)).toBe(300);
      await rate(panel);
      await expect.poll(() => areSeen(panel)).toEqual([true, true, true]);
      expect(await hostPlace(page)).toBe(300);
      expect(await hasFocus(panel.getByRole('radio').nth(1))).toBe(true);
    },
  );

  test('who wants less motion sees it at once', async () => {
    const { panel } = await come(viewport, true);
    const scroll = panel.locator('.scroll');
    const from = await scroll.evaluate((one) => {
      one.addEventListener('scroll', () => {
        one.setAttribute(
          'data-places',
          `${one.getAttribute('data-places') ?? ''} ${one.scrollTop}`,
        );
      });
      return one.scrollTop;
    });
    await ways['by mouse'](panel);
    await expect.poll(() => areSeen(panel)).toEqual([true, true, true]);
    // The event of where it was put before may come late, too.
    const places = async () => {
      const all = (await scroll.getAttribute('data-places'))?.trim().split(' ').map(Number) ?? [];
      return [...new Set(all)].filter((place) => place !== from);
    };
    await expect.poll(places).not.toEqual([]);
    const [place = 0, ...others] = await places();
    expect(others).toEqual([]);
    expect(place).toBeGreaterThan(from);
  });
});

test('a form that waits from an earlier visit moves nothing', async () => {
  const { page, panel } = await come(screens[0][1]);
  await ways['by mouse'](panel);
  await panel.getByRole('textbox').fill('Not sent');
  const scrolls = () => page.evaluate(() => Number(document.documentElement.dataset.scrolls ?? 0));
  await page.addInitScript(() => {
    const { scrollBy } = Element.prototype;
    Element.prototype.scrollBy = function (this: Element, ...to: [number, number]) {
      const { dataset } = document.documentElement;
      dataset.scrolls = `${Number(dataset.scrolls ?? 0) + 1}`;
      scrollBy.apply(this, to);
    } as typeof scrollBy;
  });
  await page.reload();
  await openPanel(page);
  await putFacesLast(panel);
  await expect.poll(() => panel.getByRole('textbox').inputValue()).toBe('Not sent');
  expect(await scrolls()).toBe(0);
  await panel
    .getByRole('radio')
    .nth(3)
    .evaluate((one) => one.focus({ preventScroll: true }));
  await page.keyboard.press('Space');
  await expect.poll(scrolls).toBe(1);
});
