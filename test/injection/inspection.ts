import type { Page } from 'playwright-core';
import { type Field, fields } from './fields.ts';
import { fieldIndexesIn } from './payloads.ts';

/** What a page did with what it was given. */
export interface Inspection {
  /** What ran, or tried to: calls of `hit`, breaches of a policy, errors of scripts. */
  executed: string[];
  /** Elements that no page of ours has, or that do something when they are touched. */
  foreignElements: string[];
  /** Texts that turn the direction of others behind them. */
  directionLeaks: string[];
  /** Whose texts it shows, in whatever element, attribute or field. */
  shownFields: Field[];
}

const recordings = new WeakMap<Page, string[]>();

/** Listens for what runs; before the page goes anywhere. */
export async function recordExecution(page: Page): Promise<void> {
  const executed: string[] = [];
  recordings.set(page, executed);
  await page.exposeFunction(
    'hit',
    (fieldIndex: number) => void executed.push(`${fields[fieldIndex]} ran`),
  );
  await page.exposeFunction('record', (what: string) => void executed.push(what));
  page.on('pageerror', (error) => executed.push(String(error)));
  await page.addInitScript(() => {
    const { record } = window as never as { record(what: string): void };
    document.addEventListener('securitypolicyviolation', (event) =>
      record(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
    );
  });
}

/** Looks through the page and all that is in its shadow. */
export async function inspect(page: Page): Promise<Inspection> {
  const { texts, ...dom } = await page.evaluate(inspectDom);
  const shownFields = fieldIndexesIn(texts.join('\n')).flatMap(
    (fieldIndex) => fields[fieldIndex] ?? [],
  );
  return { ...dom, executed: recordings.get(page) ?? [], shownFields: shownFields.sort() };
}

/** Runs in the page. */
function inspectDom(): { texts: string[]; foreignElements: string[]; directionLeaks: string[] } {
  const rootsIn = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
    root,
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? rootsIn(shadowRoot) : [],
    ),
  ];
  const roots = rootsIn(document);
  const elements = roots.flatMap((root) => [...root.querySelectorAll('*')]);

  const forbidden =
    'script:not([src]), object, embed, img:not(.cm-widgetBuffer), base, math, video, audio, ' +
    'template, x-a, body style,' +
    'meta[http-equiv], [srcdoc], [formaction], [action]';
  const loadsCode = (element: Element) => {
    const address = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
    const isActive = /^\s*(javascript|data|vbscript):/i.test(address);
    const isLoaded = element.matches('script, link:not([rel=canonical]), iframe');
    return isActive || (isLoaded && new URL(address, location.href).host.includes('e.test'));
  };
  const hasHandler = (element: Element) =>
    [...element.attributes].some(({ name }) => /^on/i.test(name));
  const foreignElements = elements.filter(
    (one) => one.matches(forbidden) || loadsCode(one) || hasHandler(one),
  );

  const textNodes = (root: Node): Text[] =>
    [...root.childNodes].flatMap((node) => (node instanceof Text ? [node] : textNodes(node)));
  /** Whether something of another field stands behind it in the same paragraph (UAX 9, 3.3.2). */
  const leaksDirection = (text: Text): boolean => {
    let box = text.parentElement;
    while (box && /^(inline|contents)$/.test(getComputedStyle(box).display)) {
      if (getComputedStyle(box).unicodeBidi !== 'normal') return false;
      box = box.parentElement;
    }
    if (!box || box.closest('.text') || /flex|grid|none/.test(getComputedStyle(box).display)) {
      return false;
    }
    return (box.textContent ?? '').split(text.data).at(-1)?.trim() !== '';
  };
  const directionLeaks = roots
    .flatMap((root) => textNodes(root))
    .filter((text) => text.data.includes('\u202e') && leaksDirection(text));

  const values = elements.flatMap((one) => ('value' in one ? [String(one.value)] : []));
  const attributes = elements.flatMap((one) => [...one.attributes].map(({ value }) => value));
  const contents = roots.map(({ textContent }) => textContent ?? '');
  return {
    texts: [document.documentElement.textContent ?? '', ...contents, ...values, ...attributes],
    foreignElements: foreignElements.map((one) => one.outerHTML.slice(0, 200)),
    directionLeaks: directionLeaks.map((text) => `${text.parentElement?.outerHTML.slice(0, 200)}`),
  };
}
