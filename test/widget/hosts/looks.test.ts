import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hostPage, snippet } from '../../support/embedding.ts';
import {
  expectLauncher,
  openPanel,
  openSwitches,
  panel,
  rate,
  setUpHost,
  visit,
} from './host-fixture.ts';

const stage = setUpHost();

/** How each element inside our own looks: where it stands, and every property that it is drawn with. */
const appearance = (page: Page) =>
  page.evaluate(() => {
    const looks: Record<string, unknown>[] = [];
    const look = (root: ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        const { x, y, width, height } = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const drawn = [...style].filter((name) => !name.startsWith('--'));
        const values = Object.fromEntries(
          drawn.map((name) => [name, style.getPropertyValue(name)]),
        );
        looks.push({ element: element.localName, at: [x, y, width, height].join(' '), ...values });
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document.querySelector('tidings-launcher')?.shadowRoot as ShadowRoot);
    return looks;
  });

/** Which element of the document one meets in the middle of the launcher, and of the panel's head. */
const onTop = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('tidings-launcher')?.shadowRoot;
    const parts = [root?.querySelector('button'), root?.querySelector('tidings-changelog')];
    return parts.map((part) => {
      const { x, y, width } = (part as Element).getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + 24)?.localName;
    });
  });

async function look(css: string) {
  const html = hostPage(snippet(stage.instance), `<style>${css}</style>`);
  const { page } = await visit(stage, html);
  await expectLauncher(page);
  const closed = await appearance(page);
  await openPanel(page);
  await panel(page).getByText('Very good').first().waitFor();
  return { page, closed, open: await appearance(page) };
}

describe('a host’s style sheet', () => {
  let known: ReturnType<typeof look> | undefined;
  /** How we look where the host says nothing; looked at once. */
  const calm = () => {
    known ??= look('');
    return known;
  };

  test('that says nothing leaves a launcher in the corner and a panel above it', async () => {
    const { page } = await visit(stage);
    await openPanel(page);
    const view = page.viewportSize() ?? { width: 0, height: 0 };
    const box = await page.locator('tidings-launcher [part=launcher]').boundingBox();
    expect(box).toEqual({ x: view.width - 68, y: view.height - 68, width: 48, height: 48 });
    const { x = 0, y = 0, width = 0, height = 0 } = (await panel(page).boundingBox()) ?? {};
    expect([x + width, y >= 0, y + height <= (box?.y ?? 0)]).toEqual([view.width - 20, true, true]);
    expect(await onTop(page)).toEqual(['tidings-launcher', 'tidings-launcher']);
    expect((await calm()).open.length).toBeGreaterThan(60);
  });

  test.each([
    '* { all: unset !important }',
    `html { font-size: 200px !important } body { font: 900 90px serif; filter: invert(1); transform: scale(2) }
     * { color: #eee !important; background: #fff !important; cursor: none; letter-spacing: 1em; line-height: 5 }`,
    `button, section, article, label, input, h2, h3, p, span, [part] { display: none !important }
     * { visibility: hidden; opacity: 0; pointer-events: none !important; transition: all 9s !important }`,
    `tidings-launcher { display: none !important; visibility: hidden !important; opacity: 0 !important;
       position: absolute !important; transform: scale(9) !important; zoom: 4; filter: blur(9px) }
     tidings-changelog, tidings-rating { display: none !important; color: red !important }`,
    `*, *::before, *::after { box-sizing: content-box !important; border: 9px solid red !important; content: "no" }
     [popover], :popover-open { inset: 0 !important; width: 10px !important } [hidden] { display: block !important }`,
  ])('that says %s changes nothing of ours', async (css) => {
    const { page, closed, open } = await look(css);
    const plain = await calm();
    expect(closed).toEqual(plain.closed);
    expect(open).toEqual(plain.open);
    expect(await onTop(page)).toEqual(['tidings-launcher', 'tidings-launcher']);
  });
});

describe('the host’s layout', () => {
  /** Keeps how far the page has shifted so far without anybody having pressed anything. */
  const measure = () => {
    let shift = 0;
    const add = (entries: PerformanceEntryList) => {
      for (const entry of entries as (PerformanceEntry & Record<string, number>)[]) {
        if (!entry.hadRecentInput) shift += entry.value ?? 0;
      }
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    Object.assign(window, {
      shifted: async () => {
        await frame().then(frame);
        add(observer.takeRecords());
        return shift;
      },
    });
  };

  test('never shifts, whether we come, open by ourselves, are used or go', async () => {
    const html = hostPage(`<p>Berths</p>${snippet(stage.instance)}<p>Tides</p>`);
    const { page } = await visit(stage, html, { before: (fresh) => fresh.addInitScript(measure) });
    await expectLauncher(page);
    await page.evaluate('tidings("open")');
    await panel(page).getByText('Very good').first().waitFor();
    await rate(page);
    await openSwitches(page);
    await page.evaluate('tidings("close"); tidings("open"); tidings("destroy")');
    expect(await page.locator('tidings-launcher').count()).toBe(0);
    expect(await page.evaluate('shifted()')).toBe(0);
    // What would have been seen.
    const push = () => page.evaluate('document.body.prepend("Storm warning"); shifted()');
    await expect.poll(push, { timeout: 5000 }).toBeGreaterThan(0);
  });
});
