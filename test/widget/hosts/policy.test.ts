import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { hostPage, snippet, strictPolicy } from '../../support/embedding.ts';
import { bundle } from './bundle.ts';
import { exerciseEveryFeature, expectLauncher, setUpHost, visit } from './host-fixture.ts';

const stage = setUpHost();
const trusted = "require-trusted-types-for 'script'; trusted-types";

/** What the page may not do, that is done all the same: which directives say no. */
const offend = () => {
  const refused = new Set<string>();
  const both = new Promise<string[]>((resolve) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      if (refused.add(effectiveDirective).size === 2) resolve([...refused].sort());
    });
  });
  const style = document.createElement('style');
  style.textContent = 'p { color: red }';
  document.head.append(style, new Image());
  new Image().src = 'https://elsewhere.example.com/image.png';
  return both;
};

const acceptsHtmlAsText = (page: Page) =>
  page.evaluate(() => {
    try {
      document.createElement('p').innerHTML = '<b>text</b>';
      return true;
    } catch {
      return false;
    }
  });

describe('a host that forbids all but the three documented lines', () => {
  test.each([
    ['', true],
    [`${trusted} tidings`, false],
  ])('hears of no violation and no error (%s)', async (more, htmlIsFree) => {
    const policy = strictPolicy(stage.instance.server.url, more);
    const { page, errors, warnings } = await visit(stage, undefined, { policy });
    await expectLauncher(page);
    await exerciseEveryFeature(page);
    expect([...errors, ...warnings]).toEqual([]);
    // The policy was in force, and what offends it would have been heard.
    // (The offences first: what Trusted Types report comes to the page in a later task.)
    expect(await page.evaluate(offend)).toEqual(['img-src', 'style-src-elem']);
    expect(await acceptsHtmlAsText(page)).toBe(htmlIsFree);
    await expect.poll(() => errors.length).toBeGreaterThanOrEqual(2);
  });

  test('hears one warning, and no error in its own scripts, where it does not list our policy', async () => {
    const policy = strictPolicy(stage.instance.server.url, `${trusted} other`);
    const { page, errors, warnings } = await visit(stage, undefined, { policy });
    await expectLauncher(page);
    const failed: Error[] = [];
    page.on('pageerror', (error) => failed.push(error));
    await page.locator('tidings-launcher [part=launcher]').click();
    await expect.poll(() => warnings).toHaveLength(1);
    expect(failed).toEqual([]);
    // The browser itself says which policy is missing, which helps whoever set it up.
    expect(errors.every((text) => /'tidings' violates .*trusted-types other/.test(text))).toBe(
      true,
    );
  });
});

describe('a host that has loaded Lit itself', () => {
  let script: string;
  beforeAll(async () => {
    script = await bundle(`
      import { html, LitElement } from 'lit';
      class HarbourClock extends LitElement {
        static properties = { time: {} };
        render() { return html\`<time>\${this.time}</time>\`; }
      }
      customElements.define('harbour-clock', HarbourClock);
    `);
  });
  const clock = '<harbour-clock time="noon"></harbour-clock>';

  test.each(['', `${trusted} lit-html tidings`])(
    'keeps it, and hears nothing of ours (%s)',
    async (more) => {
      const policy = strictPolicy(stage.instance.server.url, more);
      const own = policy.replace('script-src', "script-src 'self'");
      const html = hostPage(clock + snippet(stage.instance), '<script src="/host.js"></script>');
      const { page, errors, warnings } = await visit(stage, html, {
        policy: own,
        pages: { '/host.js': { body: script, type: 'text/javascript' } },
      });
      const versions = () => page.evaluate('litHtmlVersions.length + litElementVersions.length');
      expect(await versions()).toBe(2);
      await exerciseEveryFeature(page);
      await page.evaluate(() =>
        document.querySelector('harbour-clock')?.setAttribute('time', 'one'),
      );
      await page.locator('harbour-clock').getByText('one').waitFor();
      expect(await versions()).toBe(2);
      expect([...errors, ...warnings]).toEqual([]);
    },
  );
});
