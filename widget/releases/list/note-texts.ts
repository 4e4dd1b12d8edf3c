import { policy } from '../../elements/trusted-html.ts';

// A file of its own: the one place that turns text into markup is easy to find and review.

/** A note's text as an element, and the HTML that it was made from. */
interface NoteText {
  text: HTMLElement;
  html?: string;
}

/** By the note's position and its release's id. */
export type NoteTexts = Map<string, NoteText>;

/**
 * Returns a note's text. This is the only place where text from elsewhere becomes markup. The text
 * comes only from the server, which cleaned it by an allow-list when the note was saved. A Lit
 * template would be parsed, walked and copied for each note.
 *
 * While the HTML is the same, the element is left as it is, with any selection in it.
 */
export function noteText(cache: NoteTexts, key: string, html: string): HTMLElement {
  const note = cache.get(key) ?? { text: document.createElement('div') };
  const { text } = note;
  if (note.html !== html) text.innerHTML = policy?.createHTML(html) ?? html;
  note.html = html;
  text.className = 'text';
  text.dir = 'auto';
  cache.set(key, note);
  return text;
}
