import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { limits, type NoteKind, noteKinds } from '../../../contract/vocabulary.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { icons } from '../../elements/icons.ts';
import '../../elements/menu-button.ts';
import { toast } from '../../elements/toast.ts';
import { type DraftNote, emptyNote, moveItem } from '../../release/draft.ts';
import { editorIcons } from './editor-icons.ts';
import './markdown-field.ts';
import type { MarkdownField } from './markdown-field.ts';
import { NoteDrag } from './note-drag.ts';
import { noteListStyles } from './note-list.styles.ts';

/** The label of each kind, as in the widget. */
export const noteKindLabels: Record<NoteKind, string> = {
  new: 'New',
  improved: 'Improved',
  fixed: 'Fixed',
  deprecated: 'Deprecated',
  removed: 'Removed',
  security: 'Security',
};

/** The error messages of a note's fields. */
interface NoteErrors {
  title: string | undefined;
  body: string | undefined;
}

/**
 * The notes of a release, to edit, add, remove and reorder.
 *
 * @fires change - when the notes have changed; `notes` are the new ones
 */
export class NoteList extends LitElement {
  static override styles = [baseStyles, controlStyles, noteListStyles];
  static override properties = {
    notes: { attribute: false },
    errorFor: { attribute: false },
    readOnly: { type: Boolean },
    announcement: { state: true },
  };

  declare notes: DraftNote[];
  /** The error message for a field of the note with a key. */
  declare errorFor: (key: string, field: 'title' | 'body') => string | undefined;
  declare readOnly: boolean;
  /** The new position of a moved note, for screen readers. */
  declare private announcement: string | undefined;
  readonly #drag = new NoteDrag(this, (from, to) => this.#move(from, to));

  #setNotes(notes: DraftNote[]): void {
    this.notes = notes;
    this.dispatchEvent(new Event('change'));
  }

  #editNote(key: string, fields: Partial<DraftNote>): void {
    this.#setNotes(this.notes.map((note) => (note.key === key ? { ...note, ...fields } : note)));
  }

  async #add(): Promise<void> {
    const kind = this.notes.at(-1)?.kind ?? 'new';
    const note = { ...emptyNote(), kind };
    this.#setNotes([...this.notes, note]);
    await this.updateComplete;
    this.#findInNote(note.key, '.title')?.focus();
  }

  #remove(note: DraftNote): void {
    const index = this.notes.indexOf(note);
    this.#setNotes(this.notes.filter(({ key }) => key !== note.key));
    const undo = () => {
      const position = Math.min(index, this.notes.length);
      if (this.isConnected) this.#setNotes(this.notes.toSpliced(position, 0, note));
    };
    toast(`Removed ${note.title.trim() ? `“${note.title.trim()}”` : `note ${index + 1}`}.`, undo);
    void this.#focusNoteAt(index);
  }

  /** Moves the focus to the next note, because the element that had it was removed. */
  async #focusNoteAt(index: number): Promise<void> {
    await this.updateComplete;
    const next = this.notes[Math.min(index, this.notes.length - 1)];
    const target = next && this.#findInNote(next.key, '.handle');
    (target ?? this.renderRoot.querySelector<HTMLElement>('.add'))?.focus();
  }

  #move(from: number, to: number): void {
    if (to < 0 || to >= this.notes.length) return;
    const note = this.notes[from];
    this.#setNotes(moveItem(this.notes, from, to));
    this.announcement = `Moved to place ${to + 1} of ${this.notes.length}.`;
    // An element that is moved in the page loses the focus.
    void this.updateComplete.then(() => note && this.#findInNote(note.key, '.handle')?.focus());
  }

  #onHandleKey(event: KeyboardEvent, at: number): void {
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: this.notes.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    this.#move(at, to);
  }

  #findInNote(key: string, selector: string): HTMLElement | null {
    return this.renderRoot.querySelector(`[data-note="${key}"] ${selector}`);
  }

  protected override render(): TemplateResult {
    const { notes, readOnly } = this;
    const drag = this.#drag.active;
    return html`<ol class=${drag ? 'dragging' : ''}>${repeat(
      notes,
      ({ key }) => key,
      (note, at) => this.#guardedView(note, at),
    )}</ol>
      ${notes.length === 0 ? html`<p class="quiet none">No notes yet. A note is one thing that changed, told as those who use it would.</p>` : nothing}
      ${
        readOnly
          ? nothing
          : html`<button type="button" class="add" ?disabled=${notes.length >= limits.notesPerRelease}
              @click=${this.#add}>${icons.plus} Add a note</button>`
      }
      <p class="visually-hidden" role="status">${this.announcement}</p>`;
  }

  /** A keystroke changes one note: the others are not rendered again. */
  #guardedView(note: DraftNote, at: number): unknown {
    const errors = {
      title: this.errorFor(note.key, 'title'),
      body: this.errorFor(note.key, 'body'),
    };
    const dependencies = [note, at, this.notes.length, this.readOnly, this.#dropClass(at)];
    return guard([...dependencies, errors.title, errors.body], () =>
      this.#noteView(note, at, errors),
    );
  }

  #noteView(note: DraftNote, at: number, errors: NoteErrors): TemplateResult {
    const { key, title, body } = note;
    const { readOnly } = this;
    return html`<li class="card ${this.#dropClass(at)}" data-note=${key}>
      <div class="line">${this.#handleView(at)}${this.#kindView(note, at)}
        ${readOnly ? nothing : this.#menuView(note, at)}</div>
      <input class="title" aria-label="Title of note ${at + 1}" placeholder="Title (optional)"
        maxlength=${limits.titleChars} .value=${title} ?readonly=${readOnly}
        aria-invalid=${Boolean(errors.title)} aria-describedby=${errors.title ? `error-${key}` : nothing}
        @input=${({ target }: { target: HTMLInputElement }) =>
          this.#editNote(key, { title: target.value })} />
      ${errors.title ? html`<p class="error-text" id="error-${key}">${errors.title}</p>` : nothing}
      <markdown-field label="Text of note ${at + 1}" .value=${body} .readOnly=${readOnly}
        .error=${errors.body}
        @input=${({ target }: { target: MarkdownField }) =>
          this.#editNote(key, { body: target.value })}></markdown-field>
    </li>`;
  }

  /** The class that marks the dragged note, or the note beside the drop position. */
  #dropClass(at: number): string {
    const { active: drag } = this.#drag;
    if (!drag) return '';
    if (drag.from === at) return 'dragged';
    if (drag.gap === at && drag.from !== at - 1) return 'gap-before';
    const isLast = at === this.notes.length - 1 && drag.gap === this.notes.length;
    return isLast ? 'gap-after' : '';
  }

  #handleView(at: number): TemplateResult | typeof nothing {
    const { length } = this.notes;
    if (this.readOnly) return nothing;
    return html`<button type="button" class="quiet-button icon-button handle"
      aria-label="Note ${at + 1} of ${length}: drag, or press the up and down arrows, to move it"
      title="Drag to move, or use the arrow keys" ?disabled=${length < 2}
      @pointerdown=${(event: PointerEvent) => this.#drag.start(event, at)}
      @keydown=${(event: KeyboardEvent) => this.#onHandleKey(event, at)}>${editorIcons.handle}</button>`;
  }

  #kindView({ key, kind }: DraftNote, at: number): TemplateResult {
    return html`<select class="kind" data-kind=${kind} aria-label="Kind of note ${at + 1}"
      ?disabled=${this.readOnly}
      @change=${({ target }: { target: HTMLSelectElement }) =>
        this.#editNote(key, { kind: target.value as NoteKind })}>${noteKinds.map(
        (one) =>
          html`<option value=${one} ?selected=${one === kind}>${noteKindLabels[one]}</option>`,
      )}</select>`;
  }

  #menuView(note: DraftNote, at: number): TemplateResult {
    const { length } = this.notes;
    return html`<menu-button><span slot="label"><span class="visually-hidden">More for note ${at + 1}</span>${editorIcons.more}</span>
      ${at > 0 ? html`<button @click=${() => this.#move(at, at - 1)}>${editorIcons.up} Move up</button>` : nothing}
      ${at < length - 1 ? html`<button @click=${() => this.#move(at, at + 1)}>${editorIcons.down} Move down</button>` : nothing}
      <button @click=${() => this.#remove(note)}>${editorIcons.remove} Remove</button></menu-button>`;
  }
}

customElements.define('note-list', NoteList);
