import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** Brings axe into a page, once, as `window.axe`. */
export async function loadAxe(page: Page): Promise<void> {
  // By the browser's tools: the policy of the page itself lets no script of a test in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
}

/** What axe has against the whole page. */
export async function findAxeFaults(page: Page): Promise<string[]> {
  await loadAxe(page);
  return page.evaluate(async () => {
    const { axe } = window as never as { axe: { run(...given: unknown[]): Promise<AxeResults> } };
    const rules = { 'target-size': { enabled: true } };
    const { violations } = await axe.run(document, { rules, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
