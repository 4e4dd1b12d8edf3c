import { policy } from '../../elements/trusted-html.ts';

// A file of its own: the one place that turns text into markup is easy to find and review.

/** A note's text as it stands in the panel, and the HTML that it was made of. */
interface NoteText {
  text: HTMLElement;
  html?: string;
}

/** By the note's place. */
export type NoteTexts = Map<string, NoteText>;

/**
 * A note's text: the only place where markup is made of text that comes from elsewhere. The server
 * cleaned it by an allow-list when the note was saved, and it comes from nowhere but the server. A
 * template of Lit's would be parsed, walked and copied for each note.
 *
 * While it says the same it is left as it is, with what somebody has selected in it.
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
