import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launcherOf, openPanel, panelOf, setUpWidget } from './widget-fixture.ts';

// What screen readers are given, as text beside this file: whoever changes it sees it in the review.

const renew =
  'If it is meant to change: npx vitest run test/widget/people/tree.test.ts -u, and read';

const stage = setUpWidget(async ({ publish }) => {
  await publish('1.0', { displayDate: '2026-01-31' });
  const body = 'Drag a berth, or press `m`. Read [how crews work](https://example.com/crews).';
  await publish('2.0', {
    title: 'Boards for every crew',
    displayDate: '2026-02-28',
    major: true,
    pinned: true,
    notes: [
      { kind: 'new', title: 'Crew boards', body },
      { kind: 'fixed', title: '', body: 'Invoices can be sent again.\n\n- once\n- twice' },
    ],
  });
});

async function compare(text: string, name: string): Promise<void> {
  const file = `snapshots/${name}.txt`;
  await expect(`${text}\n`, `${renew} ${file}`).toMatchFileSnapshot(file);
}

describe.each(['en', 'ar'])('the accessibility tree (%s)', (locale) => {
  const come = (): Promise<Page> => stage.visit({ attributes: `data-locale="${locale}"` });
  const settings = (page: Page) => panelOf(page).locator('.head button').nth(1);

  test('of the launcher, which is what the browser gives to screen readers', async () => {
    const page = await come();
    await launcherOf(page).and(page.locator('[aria-label$="(2)"]')).waitFor();
    await compare(await launcherOf(page).ariaSnapshot(), `launcher.${locale}`);
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const names = nodes.map(({ role, name }) => `${role?.value} ${name?.value}`);
    const label = await launcherOf(page).getAttribute('aria-label');
    expect(names).toEqual(expect.arrayContaining(['button Before', `button ${label}`]));
  });

  test('of the panel', async () => {
    const page = await come();
    const panel = await openPanel(page);
    await panel.locator(`[lang=${locale}]`).first().waitFor();
    await panel.locator('tidings-rating fieldset').nth(1).waitFor();
    await compare(await panel.ariaSnapshot(), `panel.${locale}`);
  });

  test('of a rating that is being given', async () => {
    const page = await come();
    const rating = (await openPanel(page)).locator('tidings-rating').first();
    await rating.getByRole('radio').nth(3).click();
    await rating.getByRole('checkbox').nth(1).click();
    await rating.getByRole('textbox').fill('At last!');
    await rating.locator('.thanks').waitFor();
    await compare(await rating.ariaSnapshot(), `rating.${locale}`);
  });

  test('of the switches', async () => {
    const page = await come();
    const panel = await openPanel(page);
    await panel.locator(`[lang=${locale}]`).first().waitFor();
    await settings(page).click();
    await panel.getByRole('switch').first().waitFor();
    await compare(await panel.ariaSnapshot(), `switches.${locale}`);
  });
});
