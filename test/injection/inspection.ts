import type { Page } from 'playwright-core';
import { type Field, fields } from './fields.ts';
import { marksIn } from './payloads.ts';

/** What a page did with what it was given. */
export interface Inspection {
  /** What ran, or tried to: calls of `hit`, breaches of a policy, errors of scripts. */
  ran: string[];
  /** Elements that no page of ours has, or that do something when they are touched. */
  strangers: string[];
  /** Texts that turn the direction of others behind them. */
  turning: string[];
  /** Whose texts it shows, in whatever element, attribute or field. */
  shown: Field[];
}

const heard = new WeakMap<Page, string[]>();

/** Listens for what runs; before the page goes anywhere. */
export async function listenTo(page: Page): Promise<void> {
  const ran: string[] = [];
  heard.set(page, ran);
  await page.exposeFunction('hit', (mark: number) => void ran.push(`${fields[mark]} ran`));
  await page.exposeFunction('tell', (what: string) => void ran.push(what));
  page.on('pageerror', (error) => ran.push(String(error)));
  await page.addInitScript(() => {
    const { tell } = window as never as { tell(what: string): void };
    document.addEventListener('securitypolicyviolation', (event) =>
      tell(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
    );
  });
}

/** Looks through the page and all that is in its shadow. */
export async function inspect(page: Page): Promise<Inspection> {
  const { texts, ...found } = await page.evaluate(lookThrough);
  const shown = marksIn(texts.join('\n')).flatMap((mark) => fields[mark] ?? []);
  return { ...found, ran: heard.get(page) ?? [], shown: shown.sort() };
}

/** Runs in the page. */
function lookThrough(): { texts: string[]; strangers: string[]; turning: string[] } {
  const rootsIn = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
    root,
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? rootsIn(shadowRoot) : [],
    ),
  ];
  const roots = rootsIn(document);
  const elements = roots.flatMap((root) => [...root.querySelectorAll('*')]);

  const never =
    'script:not([src]), object, embed, img:not(.cm-widgetBuffer), base, math, video, audio, ' +
    'template, x-a, body style,' +
    'meta[http-equiv], [srcdoc], [formaction], [action]';
  const loads = (element: Element) => {
    const address = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
    const isActive = /^\s*(javascript|data|vbscript):/i.test(address);
    const isLoaded = element.matches('script, link:not([rel=canonical]), iframe');
    return isActive || (isLoaded && new URL(address, location.href).host.includes('e.test'));
  };
  const acts = (element: Element) => [...element.attributes].some(({ name }) => /^on/i.test(name));
  const strangers = elements.filter((one) => one.matches(never) || loads(one) || acts(one));

  const textNodes = (root: Node): Text[] =>
    [...root.childNodes].flatMap((node) => (node instanceof Text ? [node] : textNodes(node)));
  /** Whether something of another field stands behind it in the same paragraph (UAX 9, 3.3.2). */
  const turns = (text: Text): boolean => {
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
  const turning = roots
    .flatMap((root) => textNodes(root))
    .filter((text) => text.data.includes('\u202e') && turns(text));

  const values = elements.flatMap((one) => ('value' in one ? [String(one.value)] : []));
  const attributes = elements.flatMap((one) => [...one.attributes].map(({ value }) => value));
  const written = roots.map(({ textContent }) => textContent ?? '');
  return {
    texts: [document.documentElement.textContent ?? '', ...written, ...values, ...attributes],
    strangers: strangers.map((one) => one.outerHTML.slice(0, 200)),
    turning: turning.map((text) => `${text.parentElement?.outerHTML.slice(0, 200)}`),
  };
}
