import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openPanel, setUpWidget } from './widget-fixture.ts';

const stage = setUpWidget(({ publish }) => publish('1.0'));

/** The words beside each face as they are laid out: how wide its label is, and in how many lines. */
const laidOut = (labels: Locator) =>
  labels.evaluateAll((all) =>
    all.map((label) => {
      const words = document.createRange();
      words.selectNodeContents(label.lastChild as Node);
      const lines = new Set(Array.from(words.getClientRects(), ({ top }) => top));
      const { left, width, height } = label.getBoundingClientRect();
      return { words: `${words}`.trim(), lines: lines.size, left, width, height };
    }),
  );

describe.each([
  ['en', 1280],
  ['en', 360],
  ['ar', 1280],
  ['ar', 360],
] as const)('the faces in %s at %i px', (locale, width) => {
  test('have their words on one line each, and keep their places when one is chosen', async () => {
    const browser = { viewport: { width, height: 740 } };
    const attributes = `data-locale="${locale}"`;
    const panel = await openPanel(await stage.visit({ attributes, browser }));
    const labels = panel.locator('.faces label');
    await panel.locator(`[lang=${locale}] .faces`).waitFor();
    const before = await laidOut(labels);
    expect(before.map(({ lines }) => lines)).toEqual([1, 1, 1, 1, 1]);
    for (const nth of [0, 4]) {
      await panel.getByRole('radio').nth(nth).check();
      await expect.poll(() => labels.nth(nth).locator(':checked').count()).toBe(1);
      expect(await laidOut(labels)).toEqual(before);
    }
  });
});
