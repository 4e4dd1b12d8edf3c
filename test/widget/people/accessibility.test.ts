import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { loadAxe } from '../../support/axe.ts';
import { desktop, onEachScreen, zoomed } from '../../support/screens.ts';
import { scenes } from './scenes.ts';
import { setUpWidget } from './widget-fixture.ts';

/** Words, code and tables that are wider than any phone, and a link. */
const wide = `${'Hafenmeistereigebäudereinigung'.repeat(4)} and \`${'code_'.repeat(40)}\`,
see [the guide](https://example.com/guide).

| ${'a column | '.repeat(12)}
|${'---|'.repeat(12)}
| ${'some words | '.repeat(12)}

    ${'a line of code '.repeat(12)}`;

const stage = setUpWidget(async ({ publish }) => {
  const kinds = ['new', 'improved', 'fixed', 'deprecated', 'removed', 'security'];
  const notes = kinds.map((kind) => ({ kind, title: `A note, ${kind}`, body: 'It **works**.' }));
  await publish('1.0', { notes, displayDate: '2026-01-01', title: 'All kinds', pinned: true });
  const long = [{ kind: 'new', title: 'w'.repeat(120), body: wide }];
  await publish(`2.0-${'x'.repeat(60)}`, { notes: long, displayDate: '2026-02-01', major: true });
});

interface Found {
  axe: string[];
  /** Controls that are smaller than a finger needs: 24 px. */
  small: string[];
  /** What is wider than its place, and does not scroll by itself. */
  wide: string[];
  controls: number;
}

/** Runs in the page. */
async function inspect(): Promise<Found> {
  const { axe } = window as never as { axe: { run(...given: unknown[]): Promise<AxeResults> } };
  const rules = { 'target-size': { enabled: true } };
  const { violations } = await axe.run('tidings-launcher', { rules, resultTypes: ['violations'] });

  const within = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [
      one,
      ...(one.shadowRoot ? within(one.shadowRoot) : []),
    ]);
  const all = within(document).filter((one) => one.getRootNode() !== document);
  const seen = all.filter((one) => one.checkVisibility());
  const describe = (one: Element) => {
    const { width, height } = one.getBoundingClientRect();
    return `${one.localName}.${one.className} ${one.ariaLabel ?? one.textContent?.trim().slice(0, 30)}: ${width} × ${height}`;
  };
  const controls = seen.filter((one) => one.matches('button, input, select, textarea'));
  const isSmall = (one: Element) => {
    const { width, height } = one.getBoundingClientRect();
    return Math.min(width, height) < 24;
  };
  const scrolls = (one: Element) => /auto|scroll/.test(getComputedStyle(one).overflowX);
  const isWide = (one: Element) =>
    one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !scrolls(one);
  const page = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  const list = seen.filter((one) => one.matches('.scroll') && one.scrollWidth > one.clientWidth);
  return {
    axe: violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    ),
    small: controls.filter(isSmall).map(describe),
    wide: [
      ...page,
      ...list,
      ...seen.filter((one) => one.matches('section, article') && isWide(one)),
    ].map((one) => (typeof one === 'string' ? one : describe(one))),
    controls: controls.length,
  };
}

async function look(page: Page): Promise<Found> {
  await loadAxe(page);
  return page.evaluate(inspect);
}

describe('everything that the panel shows is within everybody’s reach', () => {
  const ways = [desktop, zoomed, { width: 320, height: 640 }].flatMap((viewport) =>
    ['en', 'ar'].map((locale) => ({ locale, viewport })),
  );

  test.each(ways)('%o', { timeout: 60_000 }, async ({ locale, viewport }) => {
    const browser = { viewport, reducedMotion: 'reduce' as const };
    const page = await stage.visit({ attributes: `data-locale="${locale}"`, browser });
    for (const [name, scene] of Object.entries(scenes)) {
      await scene(page);
      await onEachScreen(page, [viewport], async (way) => {
        const { controls, ...faults } = await look(page);
        expect(controls, `${name}: what is looked at is there`).toBeGreaterThan(3);
        expect(faults, `${name}, ${way}`).toEqual({ axe: [], small: [], wide: [] });
      });
    }
  });

  test('and what would not be is found', async () => {
    const page = await stage.visit();
    await page.locator('tidings-launcher').evaluate(({ shadowRoot }) => {
      const section = document.createElement('section');
      const control = document.createElement('button');
      const width = 'width:20px;height:20px;position:static;overflow:visible';
      section.setAttribute('style', width);
      control.setAttribute('style', `${width};min-width:0`);
      const long = document.createElement('div');
      long.setAttribute('style', 'width:2000px;height:1px');
      section.append(control, long);
      shadowRoot?.append(section);
    });
    const { axe, small, wide } = await look(page);
    expect(axe.join()).toContain('button-name');
    expect(small).toHaveLength(1);
    expect(wide).toHaveLength(2);
  });
});
