import type { Browser } from 'playwright-core';
import { openPage } from '../../support/browser.ts';

/**
 * What a note's HTML may hold, written down a second time: a wider list in the source must fail
 * here. Each attribute has the pattern that its whole value must match.
 */
const address = '(https?://|mailto:)[^\\s"<>]*';
const alignment = { align: 'left|center|right' };
const link = { href: address, title: '[^]*', target: '_blank', rel: 'noopener nofollow ugc' };
const plain = [
  ...['p', 'div', 'br', 'hr', 'blockquote', 'pre', 'summary', 'h4', 'h5', 'h6', 'ul', 'li'],
  ...['dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'strong', 'b', 'em'],
  ...['i', 'del', 's', 'ins', 'mark', 'code', 'kbd', 'sub', 'sup'],
];
const permitted: Record<string, Record<string, string>> = {
  ...Object.fromEntries(plain.map((name) => [name, {}])),
  a: link,
  details: { open: '' },
  ol: { start: '\\d{1,9}' },
  td: alignment,
  th: alignment,
};

export interface BrowserCheckResult {
  /** What ran, by the functions called. */
  executed: string[];
  /** What the page asked the network for. */
  requests: string[];
  /** Elements and attributes outside the allow-list, links without `rel`, with their HTML. */
  foreign: string[];
  /** HTML that is other HTML after it was read and written once more. */
  unstable: string[];
}

/** Puts every text into a page of a real browser, as `innerHTML`, and tells what came of it. */
export async function checkInBrowser(
  browser: Browser,
  texts: readonly string[],
): Promise<BrowserCheckResult> {
  const page = await openPage(browser);
  const requests: string[] = [];
  await page.route('**/*', (route) => {
    if (route.request().url() === 'http://host.test/') return route.fulfill({ body: '<body>' });
    requests.push(route.request().url());
    return route.abort();
  });
  await page.goto('http://host.test/');
  const result = await page.evaluate(checkInPage, { texts, permitted });
  return { ...result, requests };
}

/** Runs in the page, so it may use nothing from outside of itself. */
async function checkInPage({
  texts,
  permitted,
}: {
  texts: readonly string[];
  permitted: Record<string, Record<string, string>>;
}) {
  const executed: string[] = [];
  const foreign: string[] = [];
  const unstable: string[] = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'eval', 'open'] as const) {
    Object.assign(window, { [name]: () => void executed.push(name) });
  }
  window.addEventListener('error', ({ message }) => executed.push(message));

  const isPermitted = (element: Element, { name, value }: Attr) => {
    const pattern = permitted[element.localName]?.[name];
    return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(value);
  };
  const isForeign = (element: Element) =>
    element.namespaceURI !== 'http://www.w3.org/1999/xhtml' ||
    permitted[element.localName] === undefined ||
    [...element.attributes].some((attribute) => !isPermitted(element, attribute)) ||
    (element.localName === 'a' && !(element.hasAttribute('href') && element.hasAttribute('rel')));

  for (const html of texts) {
    const once = document.createElement('div');
    const twice = document.createElement('div');
    document.body.append(once);
    once.innerHTML = html;
    twice.innerHTML = once.innerHTML;
    const nodes = [...once.querySelectorAll('*')];
    if (nodes.some(isForeign) || document.createTreeWalker(once, 128).nextNode())
      foreign.push(html);
    if (!twice.isEqualNode(once) || twice.innerHTML !== once.innerHTML) unstable.push(html);
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return { executed, foreign, unstable };
}
