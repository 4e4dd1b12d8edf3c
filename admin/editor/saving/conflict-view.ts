import { html, type TemplateResult } from 'lit';
import type { Release } from '../../../contract/releases.ts';
import '../../elements/relative-time.ts';
import { formatDate, formatDateTime } from '../../formats.ts';
import {
  type DraftNote,
  differingFields,
  filledNotes,
  type ReleaseDraft,
  toDraft,
} from '../../release/draft.ts';
import { noteKindLabels } from '../notes/note-list.ts';

const fieldLabels: Record<keyof ReleaseDraft, string> = {
  version: 'Version',
  title: 'Title',
  displayDate: 'Date',
  expiresAt: 'Disappears',
  pinned: 'Pinned',
  major: 'Major',
  silent: 'Silent',
  notes: 'Notes',
};

/**
 * The differences between this draft and the one that someone else saved, side by side. Nothing is
 * saved until one is chosen. Without unsaved changes here, the other draft is the likelier choice.
 */
export function conflictView(
  mine: ReleaseDraft,
  theirs: Release,
  isDirty: boolean,
  choose: (choice: 'mine' | 'theirs') => void,
): TemplateResult {
  const theirDraft = toDraft(theirs);
  const fields = differingFields(mine, theirDraft);
  return html`<section class="card conflict" aria-labelledby="conflict" role="alert">
    <h2 id="conflict" tabindex="-1">Someone else has changed this release</h2>
    <p class="quiet">They saved <relative-time .at=${theirs.updatedAt}></relative-time>${
      isDirty
        ? ', while you were editing. Your changes are not saved yet. Choose whose changes to keep.'
        : ', after you opened it. Choose whose changes to keep.'
    }</p>
    <table><thead><tr><td></td><th scope="col">Theirs, saved</th><th scope="col">Yours</th></tr></thead>
      <tbody>${fields.map(
        (field) => html`<tr><th scope="row">${fieldLabels[field]}</th>
          <td data-of="Theirs">${toText(theirDraft, mine, field)}</td>
          <td data-of="Yours">${toText(mine, theirDraft, field)}</td></tr>`,
      )}</tbody></table>
    <div class="row"><button class=${isDirty ? 'primary' : ''} @click=${() => choose('mine')}>Keep mine</button>
      <button class=${isDirty ? '' : 'primary'} @click=${() => choose('theirs')}>Take theirs</button></div>
  </section>`;
}

function toText(draft: ReleaseDraft, other: ReleaseDraft, field: keyof ReleaseDraft): string {
  const value = draft[field];
  if (field === 'notes') return notesText(filledNotes(draft), filledNotes(other));
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (!value) return 'None';
  if (field === 'displayDate') return formatDate(String(value));
  return field === 'expiresAt' ? formatDateTime(String(value)) : String(value);
}

/** Only the notes that the other draft lacks or that differ from it. */
function notesText(notes: readonly DraftNote[], others: readonly DraftNote[]): string {
  const otherTexts = new Set(others.map(noteText));
  const unique = notes.map(noteText).filter((text) => !otherTexts.has(text));
  if (unique.length > 0) return unique.join('\n\n');
  return notes.length < others.length ? 'Without these' : 'The same, in this order';
}

function noteText({ kind, title, body }: DraftNote): string {
  return [`${noteKindLabels[kind]}${title ? `: ${title}` : ''}`, body].filter(Boolean).join('\n');
}
