import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';
import { labelOf, type Messages } from '../../locales/messages.ts';
import type { Rateable } from '../../surveys/rating-controller.ts';
import type { Ratings } from '../../surveys/ratings.ts';
import { openInNewTab } from './links.ts';
import { type NoteTexts, noteText } from './note-texts.ts';

type Note = FeedRelease['notes'][number];

/** What the view of a release needs besides the release. */
export interface ReleaseContext {
  messages: Messages;
  texts: NoteTexts;
  unseen: boolean;
  ratings: Ratings;
  copy(version: string): void;
}

/** One release: its heading, its notes and, at the end, its rating. */
export function releaseView(release: FeedRelease, context: ReleaseContext): TemplateResult {
  const { id, title, version, notes } = release;
  const { messages, texts, ratings } = context;
  return html`${metaView(release, context)}
    <h3 id="h-${id}" tabindex="-1" dir="auto">${title || version}</h3>
    <div @click=${openInNewTab} @auxclick=${openInNewTab}>${notes.map((note, index) =>
      noteView(note, messages, notes[index - 1]?.kind, noteText(texts, index + id, note.html)),
    )}</div>
    ${
      isRateable(release)
        ? html`<footer data-release=${id}>${ratings.view(release, messages)}</footer>`
        : nothing
    }`;
}

/** Whether the panel can render the release's survey. Surveys of other kinds are left out. */
function isRateable(release: FeedRelease): release is FeedRelease & Rateable {
  return release.survey?.kind === 'csat';
}

function metaView(
  release: FeedRelease,
  { messages, unseen, copy }: ReleaseContext,
): TemplateResult {
  const { title, version, displayDate, displayDateText, major, pinned } = release;
  const copyLabel = messages.copy.replace('{version}', version);
  return html`<div class="meta">
    ${unseen ? html`<span class="dot" role="img" aria-label=${messages.unseen}></span>` : nothing}
    ${title ? html`<bdi>${version}</bdi>` : nothing}
    ${displayDate ? html`<time datetime=${displayDate}>${displayDateText}</time>` : nothing}
    ${major ? html`<span class="major">${messages.major}</span>` : nothing}
    ${pinned ? html`<span>${messages.pinned}</span>` : nothing}
    <button class="icon copy" aria-label=${copyLabel} title=${copyLabel}
      @click=${() => copy(version)}><svg viewBox="0 0 24 24" aria-hidden="true"><path
      d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"/></svg></button>
  </div>`;
}

/** One note. Consecutive notes of one kind share the kind's label. */
function noteView(
  note: Note,
  messages: Messages,
  previousKind: string | undefined,
  text: HTMLElement,
): TemplateResult {
  const { kind } = note;
  return html`<div class="note" part="note">
    ${kind === previousKind ? nothing : html`<b data-kind=${kind}>${labelOf(messages, 'kind', kind)}</b>`}
    ${note.title ? html`<h4 dir="auto">${note.title}</h4>` : nothing}
    ${text}
  </div>`;
}
