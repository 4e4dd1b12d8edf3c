import type { Element, ElementContent } from 'hast';

const linkable = new Set(['http:', 'https:', 'mailto:']);

/**
 * The absolute address that `href` means in a note, in the normal form of the WHATWG URL standard,
 * or undefined when nobody should follow it: another scheme, no address at all, or a relative one
 * in a project without a URL. Parsing it as browsers do is what makes `java\nscript:` harmless.
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
 * A link as notes have them. It opens a new tab, for the note is read inside a running application
 * that must not be navigated away; a mail address opens no page, and an empty tab would stay behind.
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
