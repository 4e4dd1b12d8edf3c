import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { openPanel, panelOf, setUpWidget } from './widget-fixture.ts';

const stage = setUpWidget(({ publish }) => {
  const notes = [{ kind: 'new', title: 'Crews', body: 'Read [more](https://example.com/).' }];
  return publish('1.0', { displayDate: '2026-01-31', notes });
});

const style = (locator: Locator, property: string) =>
  locator.first().evaluate((one, name) => getComputedStyle(one).getPropertyValue(name), property);
const section = (page: Page) => panelOf(page).locator('[role=dialog]');

/** What the variables are seen in, each with the value that the tests below give it. */
const seen: [variable: string, given: string, where: string, property: string, value: string][] = [
  ['accent', '#800000', '[part~=launcher]', 'background-color', 'rgb(128, 0, 0)'],
  ['accent', '#800000', '.text a', 'color', 'rgb(128, 0, 0)'],
  ['accent-text', '#ffffee', '[part~=launcher]', 'color', 'rgb(255, 255, 238)'],
  ['surface', '#fffff0', '[role=dialog]', 'background-color', 'rgb(255, 255, 240)'],
  ['text', '#101010', 'h2', 'color', 'rgb(16, 16, 16)'],
  ['muted', '#505050', 'time', 'color', 'rgb(80, 80, 80)'],
  ['border', '#c0c0c0', 'article', 'border-bottom-color', 'rgb(192, 192, 192)'],
  ['radius', '3px', '[role=dialog]', 'border-top-left-radius', '3px'],
  ['shadow', 'none', '[role=dialog]', 'box-shadow', 'none'],
  ['shadow', 'none', '[part~=launcher]', 'box-shadow', 'none'],
  ['font', 'Georgia, serif', 'h2', 'font-family', 'Georgia, serif'],
  ['font-size', '18px', '.text', 'font-size', '18px'],
  ['z-index', '7', '[part~=launcher]', 'z-index', '7'],
  ['launcher-size', '64px', '[part~=launcher]', 'width', '64px'],
  ['launcher-offset', '9px', '[part~=launcher]', 'bottom', '9px'],
];
const rules = seen.map(([variable, given]) => `--tidings-${variable}:${given};`).join('');

async function expectAll(page: Page, rows: typeof seen = seen): Promise<void> {
  const found = await Promise.all(
    rows.map(async ([variable, , where, property]) => {
      const value = await style(page.locator(`tidings-launcher ${where}`), property);
      return [variable, where, property, value.replace(/, sans-serif$/, '')];
    }),
  );
  const told = rows.map(([variable, , where, property, value]) => [
    variable,
    where,
    property,
    value,
  ]);
  expect(found).toEqual(told);
}

describe('the page’s variables', () => {
  test.each([':root', 'tidings-launcher'])(
    'set on %s take effect, each where it says',
    async (on) => {
      const head = `<style>${on}{${rules}}</style>`;
      const page = await stage.visit({ head });
      await openPanel(page);
      await expectAll(page);
    },
  );

  test('hold on dark pages too', async () => {
    const browser = { colorScheme: 'dark' as const };
    const page = await stage.visit({ head: `<style>:root{${rules}}</style>`, browser });
    await openPanel(page);
    await expectAll(page);
  });

  test('space things as far apart as they say', async () => {
    const height = async (head: string) => {
      const page = await stage.visit({ head });
      const article = (await openPanel(page)).getByRole('article').first();
      return (await article.boundingBox())?.height ?? 0;
    };
    const [usual, wide] = [
      await height(''),
      await height('<style>:root{--tidings-spacing:1.5}</style>'),
    ];
    expect(usual).toBeGreaterThan(0);
    expect(wide).toBeGreaterThan(usual + 10);
  });
});

describe('the project’s theme', () => {
  const theme = {
    accent: '#006400',
    accentText: '#f0fff0',
    surface: '#fafffa',
    radius: 2,
    font: 'Verdana',
    fontSize: 17,
    launcherSize: 60,
    corner: 'top-start',
    zIndex: 11,
    shadow: false,
    dark: { accent: '#90ee90', surface: '#001100' },
  };
  afterEach(() => stage.call('PATCH', '', { theme: {} }));

  const expected: typeof seen = [
    ['accent', '', '[part~=launcher]', 'background-color', 'rgb(0, 100, 0)'],
    ['surface', '', '[role=dialog]', 'background-color', 'rgb(250, 255, 250)'],
    ['radius', '', '[role=dialog]', 'border-top-left-radius', '2px'],
    ['font', '', 'h2', 'font-family', 'Verdana'],
    ['font-size', '', '.text', 'font-size', '17px'],
    ['launcher-size', '', '[part~=launcher]', 'width', '60px'],
    ['z-index', '', '[part~=launcher]', 'z-index', '11'],
    ['shadow', '', '[role=dialog]', 'box-shadow', 'none'],
    ['corner', '', '[part~=launcher]', 'top', '20px'],
    ['corner', '', '[part~=launcher]', 'left', '20px'],
  ];

  test('is how we look, on light pages and on dark ones', async () => {
    await stage.call('PATCH', '', { theme });
    const page = await stage.visit();
    await openPanel(page);
    await expectAll(page, expected);
    // It rises into its place.
    const place = async () => {
      const box = await section(page).boundingBox();
      return [box?.x, box?.y];
    };
    await expect.poll(place).toEqual([20, 92]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await style(section(page), 'background-color')).toBe('rgb(0, 17, 0)');
  });

  test.each([
    ['dark', '', 'rgb(144, 238, 144)', 'rgb(20, 22, 46)'],
    ['light', 'data-theme="dark"', 'rgb(144, 238, 144)', 'rgb(20, 22, 46)'],
    ['dark', 'data-theme="light"', 'rgb(0, 100, 0)', 'rgb(240, 255, 240)'],
  ] as const)(
    'colours the button before anybody opens us: a %s browser, a page with "%s"',
    async (colorScheme, attributes, accent, text) => {
      await stage.call('PATCH', '', { theme });
      const page = await stage.visit({ attributes, browser: { colorScheme } });
      const button = page.locator('[part~=launcher]');
      await expect.poll(() => style(button, 'background-color')).toBe(accent);
      expect(await style(button, 'color')).toBe(text);
      await openPanel(page);
      expect(await style(page.locator('tidings-launcher .text a'), 'color')).toBe(accent);
    },
  );

  test('turns the button with the browser, while the page stays', async () => {
    await stage.call('PATCH', '', { theme });
    const page = await stage.visit();
    const button = page.locator('[part~=launcher]');
    await expect.poll(() => style(button, 'background-color')).toBe('rgb(0, 100, 0)');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => style(button, 'background-color')).toBe('rgb(144, 238, 144)');
  });

  test('comes with the panel where that is opened before the badge has come', async () => {
    await stage.call('PATCH', '', { theme });
    const head = `<script>const { fetch: ask } = window; window.fetch = (url, options) =>
      /"want":"badge"/.test(options?.body) ? new Promise(() => {}) : ask(url, options);</script>`;
    const page = await stage.visit({ head });
    await openPanel(page);
    await expect.poll(() => style(section(page), 'background-color')).toBe('rgb(250, 255, 250)');
    await expectAll(
      page,
      expected.filter(([, , where]) => !where.includes('launcher')),
    );
  });

  test('stands behind what the page says', async () => {
    await stage.call('PATCH', '', { theme });
    const attributes = 'data-position="bottom-end"';
    const page = await stage.visit({ head: `<style>:root{${rules}}</style>`, attributes });
    await openPanel(page);
    await expectAll(page);
  });

  test('reaches a page that is open: the button at once, the panel when it is opened', async () => {
    const page = await stage.visit();
    await openPanel(page);
    await page.keyboard.press('Escape');
    await page.context().setOffline(true);
    await stage.call('PATCH', '', { theme });
    await page.context().setOffline(false);
    const button = page.locator('[part~=launcher]');
    await expect.poll(() => style(button, 'background-color')).toBe('rgb(0, 100, 0)');
    await openPanel(page);
    expect(await style(section(page), 'background-color')).toBe('rgb(250, 255, 250)');
  });

  test('reaches a page whose panel, asked before, is answered while the badge is asked', async () => {
    const page = await stage.visit({ attributes: 'data-storage="always"' });
    const button = page.locator('[part~=launcher]');
    await expect.poll(() => page.evaluate(() => localStorage.length)).toBeGreaterThan(1);
    const panelAsked = createSignal();
    const badgeAsked = createSignal();
    const panelAnswered = createSignal();
    await page.route('**/v1/feed', async (route) => {
      const reply = await route.fetch();
      if (route.request().postDataJSON().want === 'badge') {
        badgeAsked.give();
        await panelAnswered.given;
      } else {
        panelAsked.give();
        await badgeAsked.given;
        // The panel tells the badge that all is seen, which needs no reply of the server.
        setTimeout(panelAnswered.give, 300);
      }
      await route.fulfill({ response: reply });
    });
    await button.click();
    await panelAsked.given;
    await expect.poll(() => section(page).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => section(page).isVisible()).toBe(false);
    await stage.call('PATCH', '', { theme });
    await panelAnswered.given;
    await expect.poll(() => style(button, 'background-color')).toBe('rgb(0, 100, 0)');
  });
});

function createSignal(): { given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
