import type { NoteKind } from '../../../contract/vocabulary.ts';
import { dateText } from '../../feed/date-text.ts';
import { html, type Markup, raw } from '../../http/markup.ts';
import type { PublicRelease } from '../changelog.ts';

type Note = PublicRelease['notes'][number];

/** What each kind is called on pages and in feeds. */
export const kindLabels: Record<NoteKind, string> = {
  new: 'New',
  improved: 'Improved',
  fixed: 'Fixed',
  deprecated: 'Deprecated',
  removed: 'Removed',
  security: 'Security',
};

/** Notes of one kind that follow one another: they share its label. */
export interface NoteGroup {
  kind: NoteKind;
  notes: Note[];
}

/** In their order: the publisher's, who may come back to a kind. */
export function groupNotes(notes: readonly Note[]): NoteGroup[] {
  const groups: NoteGroup[] = [];
  for (const note of notes) {
    const last = groups.at(-1);
    if (last?.kind === note.kind) last.notes.push(note);
    else groups.push({ kind: note.kind, notes: [note] });
  }
  return groups;
}

/** A release among others, under a heading of the second level that leads to its own page. */
export function releaseListItem(release: PublicRelease, locale: string): Markup {
  return html`<article aria-labelledby="r-${release.id}">
${detailsOf(release, locale)}
<div class="what" dir="auto"><h2 id="r-${release.id}"><a href="${release.address}">${release.name}</a></h2>
${notesView(release, 3)}</div>
</article>`;
}

/** A release on a page of its own, under the page's heading. */
export function releaseDetail(release: PublicRelease, locale: string): Markup {
  return html`<article class="alone" aria-labelledby="release">
${detailsOf(release, locale)}
<div class="what" dir="auto"><h1 id="release">${release.name}</h1>
${notesView(release, 2)}</div>
</article>`;
}

/** `datetime` is for programs; the words are in the reader's language, which may not be the page's. */
function detailsOf({ version, title, displayDate, major, pinned }: PublicRelease, locale: string) {
  const date = displayDate && dateText(displayDate, locale);
  return html`<div class="when">
${title && html`<span class="version" dir="auto">${version}</span>`}
${date && html`<time datetime="${displayDate}" lang="${locale}" dir="auto">${date}</time>`}
${major && html`<span class="major">Major</span>`}
${pinned && html`<span>Pinned</span>`}
</div>`;
}

/** `level` is that of the kinds' headings; the notes' own follow below. */
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

/** The title is a heading only where something stands below it: else it is all that the note says. */
function noteView({ title, html: body }: Note, level: number): Markup {
  if (!body) return html`<li dir="auto"><p class="title">${title}</p></li>`;
  const hasTitle = title !== '';
  // Cleaned by the allow-list when it was saved.
  const text = raw(orderHeadings(body, hasTitle ? level + 1 : level));
  return html`<li dir="auto">${hasTitle && heading(level, title, 'title')}<div class="text">${text}</div></li>`;
}

function heading(level: number, inside: Markup, name?: string): Markup {
  const [start, end] = [raw(`<h${level}`), raw(`</h${level}>`)];
  return html`${start}${name && html` class="${name}"`}>${inside}${end}`;
}

/**
 * Moves the headings of a note's clean HTML to follow on from `firstLevel` without a gap, as those
 * who read by headings expect (WCAG technique H42). Whoever wrote the note may have begun anywhere.
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
