import type { Element, ElementContent } from 'hast';

const linkable = new Set(['http:', 'https:', 'mailto:']);

/**
 * Returns the absolute address of a link in a note, in the normal form of the WHATWG URL standard,
 * or undefined if the link must not be followed: it has another scheme, is not an address, or is
 * relative in a project without a URL. Parsing the address as browsers do makes `java\nscript:`
 * harmless.
 */
export function resolveAddress(href: unknown, baseUrl?: string): string | undefined {
  if (typeof href !== 'string') return undefined;
  try {
    const url = new URL(href, baseUrl);
    return linkable.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Creates a link in a note. It opens a new tab, because the note is read in a running application
 * that must not be navigated away. A mail address opens no page, so a new tab would stay empty.
 */
export function noteLink(address: string, children: ElementContent[], title?: unknown): Element {
  return {
    type: 'element',
    tagName: 'a',
    properties: {
      href: address,
      ...(typeof title === 'string' ? { title } : {}),
      ...(address.startsWith('mailto:') ? {} : { target: '_blank' }),
    },
    children,
  };
}
