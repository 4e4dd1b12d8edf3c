import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launcherOf, openPanel, panelOf, setUpWidget } from './widget-fixture.ts';

const stage = setUpWidget(({ publish }) => publish('1.0', { displayDate: '2026-01-31' }));

interface Ring {
  control: string;
  outline: string;
}

/** What has the focus, and the line around it; where an input is see-through, that of its label. */
function ringOf(): Ring | undefined {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (!focused || focused === document.body) return undefined;
  const seen = getComputedStyle(focused).opacity === '0' ? focused.closest('label') : focused;
  const { outlineStyle, outlineWidth } = getComputedStyle(seen as Element);
  const name = focused.ariaLabel || seen?.textContent?.trim() || focused.id;
  return { control: `${focused.localName} ${name}`, outline: `${outlineStyle} ${outlineWidth}` };
}

/** Goes through all that Tab leads to, from our button on, once. */
async function rings(page: Page): Promise<Ring[]> {
  const found: Ring[] = [];
  await launcherOf(page).focus();
  for (;;) {
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(ringOf);
    if (!ring || found.some(({ control }) => control === ring.control)) return found;
    found.push(ring);
  }
}

describe.each(['none', 'active'] as const)('with forced colours %s', (forcedColors) => {
  test('whatever has the focus shows it', async () => {
    const page = await stage.visit({ browser: { forcedColors } });
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: 'Search' }).click();
    await panel.getByRole('radio').nth(2).click();
    await panel.locator('.thanks').waitFor();
    await panel.getByRole('textbox').waitFor();
    const found = await rings(page);
    const tags = new Set(found.map(({ control }) => control.split(' ')[0]));
    expect([...tags].sort()).toEqual(expect.arrayContaining(['button', 'input', 'textarea']));
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter(({ outline }) => !/^(auto|solid) [2-9]/.test(outline))).toEqual([]);
  });
});

describe('in forced colours', () => {
  /** What it looks like, without the pictures being the same to the pixel. */
  const isSeen = async (page: Page, on: string, off: string) => {
    const pictures = await Promise.all(
      [on, off].map((selector) => panelOf(page).locator(selector).first().screenshot()),
    );
    return !pictures[0]?.equals(pictures[1] as Buffer);
  };

  test('a switch that is on differs from one that is off', async () => {
    const page = await stage.visit({
      browser: { forcedColors: 'active', reducedMotion: 'reduce' },
    });
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: 'Settings' }).click();
    await panel.getByRole('switch').last().check();
    // Away from the pointer and without the focus, so that neither makes the difference.
    await page.mouse.move(0, 0);
    await panel.getByRole('combobox').focus();
    expect(await isSeen(page, 'input:checked', 'input:not(:checked)')).toBe(true);
  });

  test('a face that is chosen is marked, and our button has an edge', async () => {
    const page = await stage.visit({ browser: { forcedColors: 'active' } });
    const panel = await openPanel(page);
    await panel.getByRole('radio').nth(2).click();
    const outline = (nth: number) =>
      panel
        .locator('.faces label')
        .nth(nth)
        .evaluate((label) => getComputedStyle(label).outlineStyle);
    await panel.getByRole('button', { name: 'Close' }).focus();
    expect([await outline(2), await outline(3)]).toEqual(['solid', 'none']);
    const border = () => launcherOf(page).evaluate((one) => getComputedStyle(one).borderTopStyle);
    expect(await border()).toBe('solid');
    const [icon, ground] = await launcherOf(page).evaluate((one) => [
      getComputedStyle(one, '::before').borderTopColor,
      getComputedStyle(one).backgroundColor,
    ]);
    expect(icon).not.toBe(ground);
  });
});

describe('reduced motion', () => {
  /** Everything of ours that would move. Runs in the page. */
  function moving(): string[] {
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((one) => [
        one,
        ...(one.shadowRoot ? within(one.shadowRoot) : []),
      ]);
    const isMoving = (one: Element) =>
      [undefined, '::before', '::after'].some((part) => {
        const { animationName, transitionDuration } = getComputedStyle(one, part);
        return animationName !== 'none' || !/^0s(, 0s)*$/.test(transitionDuration);
      });
    return within(document)
      .filter(isMoving)
      .map((one) => one.localName);
  }

  const look = async (reducedMotion: 'reduce' | 'no-preference') => {
    const page = await stage.visit({ hash: '#tidings=1.0', browser: { reducedMotion } });
    const panel = panelOf(page);
    await panel.locator('[data-wanted]').waitFor();
    const list = await page.evaluate(moving);
    await panel.getByRole('button', { name: 'Settings' }).click();
    await panel.getByRole('switch').first().waitFor();
    return { list, switches: await page.evaluate(moving) };
  };

  test('stops all that moves otherwise', async () => {
    const usual = await look('no-preference');
    expect(usual.list).toContain('section');
    expect(usual.switches).toContain('input');
    expect(await look('reduce')).toEqual({ list: [], switches: [] });
  });
});
