/** Forbidden by XML 1.0 in any notation (2.2): one such character makes a whole feed unreadable. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const tag = /<(?:"[^"]*"|'[^']*'|[^'">])*>/g;
const namedEntities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
/** Longer than any summary, so the rest of a long note is not read. */
const maxHtmlChars = 4000;

/** Removes the characters that XML cannot contain and no page shows. */
export function printable(text: string): string {
  return text.replaceAll(forbidden, '');
}

/** Returns the text of a note's clean HTML on one line; only the beginning of a long note. */
export function htmlToText(html: string): string {
  const stripped = html
    .slice(0, maxHtmlChars)
    .replaceAll(tag, ' ')
    .replace(/<[^>]*$/, '');
  const decoded = stripped.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, decodeEntity);
  return decoded
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,:;!?])/g, '')
    .trim();
}

/** Cuts a text after `maxChars`, between two words if possible, and adds an ellipsis. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars).replace(/[\ud800-\udbff]$/, '');
  return `${cut.replace(/\s+\S{0,30}$/, '')}…`;
}

function decodeEntity(entity: string, hex?: string, decimal?: string, name = ''): string {
  const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
  if (Number.isNaN(code)) return namedEntities[name.toLowerCase()] ?? entity;
  return code <= 0x10ffff ? printable(String.fromCodePoint(code)) : '';
}
