import { html, raw } from 'hono/html';
import type { Markup } from '../../http/markup.ts';

/** Returns text as markup. Parts in `backticks` become code, as in Markdown. */
export function prose(text: string): Markup {
  const parts = text.split('`').map((part, i) => (i % 2 === 1 ? code(part) : part));
  return html`${parts}`;
}

/** Returns code that may break after `/`, `.` or `?`, but not within a word. */
export function code(text: string): Markup {
  return html`<code>${breakable(text)}</code>`;
}

/** Returns the pieces separated by commas: `a, b, c`. */
export function commaSeparated(pieces: readonly Markup[]): Markup {
  return html`${pieces.map((piece, i) => (i === 0 ? piece : html`, ${piece}`))}`;
}

/** Returns the pieces as a choice: `a, b or c`. */
export function orSeparated(pieces: readonly Markup[]): Markup {
  const [last = '', ...others] = pieces.toReversed();
  return others.length === 0 ? last : html`${commaSeparated(others.reverse())} or ${last}`;
}

function breakable(text: string): Markup {
  const parts = text.split(/(?<=[^\s/][/.?])(?=\S)/);
  return html`${parts.map((part, i) => html`${i > 0 ? raw('<wbr>') : ''}${unbroken(part)}`)}`;
}

/** Browsers would break `roll-back` after its hyphen. */
function unbroken(part: string): Markup {
  return /^\S+-\S+$/.test(part) ? html`<span class="whole">${part}</span>` : part;
}
