import type { Note, NoteWrite } from '../../contract/releases.ts';
import type { Renderer, RenderOptions } from './markdown/renderer.ts';

/**
 * Returns the HTML of each note, in order. Called before a transaction, never in one. A body that
 * one of the `known` notes has is not rendered again. Throws `markdown_too_large` and
 * `markdown_too_complex` with the pointer of the note.
 */
export async function renderNotes(
  renderer: Renderer,
  options: Pick<RenderOptions, 'baseUrl' | 'requester'>,
  notes: readonly NoteWrite[],
  known: readonly Note[] = [],
): Promise<string[]> {
  const html = new Map([['', ''], ...known.map((note) => [note.body, note.html] as const)]);
  const unrendered = notes.flatMap(({ body }, index) => (html.has(body) ? [] : [{ body, index }]));
  const rendered = await renderer.render(
    unrendered.map(({ body }) => body),
    { ...options, pointer: (at) => `/notes/${unrendered[at]?.index}/body` },
  );
  unrendered.forEach(({ body }, at) => {
    html.set(body, rendered[at] ?? '');
  });
  return notes.map(({ body }) => html.get(body) ?? '');
}
