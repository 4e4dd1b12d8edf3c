import { policy } from '../trusted-html.ts';

const known = new Map<string, string>();

/**
 * A note's HTML, to be set as `innerHTML`: the only place where markup is made of text that comes
 * from elsewhere. The server cleaned it by an allow-list when the note was saved, and it comes from
 * nowhere but the server. A template of Lit's would be parsed, walked and copied for each note.
 *
 * The same text gives the same value, so that what is drawn again is left as it is.
 */
export function cleanedHtml(text: string): string {
  const html = known.get(text) ?? policy?.createHTML(text) ?? text;
  known.set(text, html);
  return html;
}
