import { policy } from '../trusted-html.ts';

/** The texts of notes as they stand in the panel, by the note's place and its HTML. */
export type NoteTexts = Map<string, HTMLElement>;

/**
 * A note's text: the only place where markup is made of text that comes from elsewhere. The server
 * cleaned it by an allow-list when the note was saved, and it comes from nowhere but the server. A
 * template of Lit's would be parsed, walked and copied for each note.
 *
 * The same text at the same place is the same element: what is drawn again is left as it is, with what
 * somebody has selected in it.
 */
export function noteText(kept: NoteTexts, place: string, html: string): HTMLElement {
  const known = kept.get(place + html);
  const text = known ?? document.createElement('div');
  if (!known) text.innerHTML = policy?.createHTML(html) ?? html;
  text.className = 'text';
  text.dir = 'auto';
  kept.set(place + html, text);
  return text;
}
