import type { NoteKind } from '../../../contract/vocabulary.ts';
import { dateText } from '../../feed/date-text.ts';
import { html, type Markup, raw } from '../../http/markup.ts';
import type { PublicRelease } from '../changelog.ts';

type Note = PublicRelease['notes'][number];

/** The label of each kind on pages and in feeds. */
export const kindLabels: Record<NoteKind, string> = {
  new: 'New',
  improved: 'Improved',
  fixed: 'Fixed',
  deprecated: 'Deprecated',
  removed: 'Removed',
  security: 'Security',
};

/** Consecutive notes of one kind, which share its label. */
export interface NoteGroup {
  kind: NoteKind;
  notes: Note[];
}

/** Keeps the publisher's order, so a kind can have several groups. */
export function groupNotes(notes: readonly Note[]): NoteGroup[] {
  const groups: NoteGroup[] = [];
  for (const note of notes) {
    const last = groups.at(-1);
    if (last?.kind === note.kind) last.notes.push(note);
    else groups.push({ kind: note.kind, notes: [note] });
  }
  return groups;
}

/** Renders a release in a list, under a second-level heading that links to the release's page. */
export function releaseListItem(release: PublicRelease, locale: string): Markup {
  return html`<article aria-labelledby="r-${release.id}">
${detailsOf(release, locale)}
<div class="what" dir="auto"><h2 id="r-${release.id}"><a href="${release.address}">${release.name}</a></h2>
${notesView(release, 3)}</div>
</article>`;
}

/** Renders a release on its own page, under the page's heading. */
export function releaseDetail(release: PublicRelease, locale: string): Markup {
  return html`<article class="alone" aria-labelledby="release">
${detailsOf(release, locale)}
<div class="what" dir="auto"><h1 id="release">${release.name}</h1>
${notesView(release, 2)}</div>
</article>`;
}

/** `datetime` is for programs; the text is in the reader's language, perhaps not the page's. */
function detailsOf({ version, title, displayDate, major, pinned }: PublicRelease, locale: string) {
  const date = displayDate && dateText(displayDate, locale);
  return html`<div class="when">
${title && html`<span class="version" dir="auto">${version}</span>`}
${date && html`<time datetime="${displayDate}" lang="${locale}" dir="auto">${date}</time>`}
${major && html`<span class="major">Major</span>`}
${pinned && html`<span>Pinned</span>`}
</div>`;
}

/** `level` is the level of the kinds' headings; the notes' headings are below it. */
function notesView({ notes }: PublicRelease, level: 2 | 3): Markup[] {
  return groupNotes(notes).map(({ kind, notes }) => {
    const listClass = notes.length > 1 ? 'list several' : 'list';
    return html`<section class="notes">
${heading(level, html`<span class="kind ${kind}">${kindLabels[kind]}</span>`)}
<ul class="${listClass}" role="list">
${notes.map((note) => noteView(note, level + 1))}
</ul>
</section>`;
  });
}

/** The title is a heading only if the note has a body; otherwise it is the note's whole text. */
function noteView({ title, html: body }: Note, level: number): Markup {
  if (!body) return html`<li dir="auto"><p class="title">${title}</p></li>`;
  const hasTitle = title !== '';
  // Cleaned by the allow-list when the note was saved.
  const text = raw(orderHeadings(body, hasTitle ? level + 1 : level));
  return html`<li dir="auto">${hasTitle && heading(level, title, 'title')}<div class="text">${text}</div></li>`;
}

function heading(level: number, inside: Markup, name?: string): Markup {
  const [start, end] = [raw(`<h${level}`), raw(`</h${level}>`)];
  return html`${start}${name && html` class="${name}"`}>${inside}${end}`;
}

/**
 * Renumbers the headings of a note's clean HTML from `firstLevel` without a gap, as people who
 * navigate by headings expect (WCAG technique H42). Authors may start at any level.
 */
function orderHeadings(html: string, firstLevel: number): string {
  const above: string[] = [];
  return html.replaceAll(/<(\/?)h([4-6])>/g, (_tag, slash: string, level: string) => {
    if (!slash) {
      while ((above.at(-1) ?? '') >= level) above.pop();
      above.push(level);
    }
    return `<${slash}h${Math.min(6, firstLevel - 1 + above.length)}>`;
  });
}
