import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import { shownScheme } from '../device.ts';
import { BarHeight } from '../elements/bar-height.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Reading } from '../elements/reading.ts';
import { stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import type { Draft } from '../release/draft.ts';
import { previewToolbarStyles } from '../release/preview-toolbar.styles.ts';
import { stateWords } from '../release/states.ts';
import { go, rename, whenLeaving } from '../router.ts';
import { mayWrite } from '../session/permissions.ts';
import { editorStyles } from './editor.styles.ts';
import { factsView } from './facts-view.ts';
import { type Open, openEditor } from './open-editor.ts';
import { releaseActionsView, type Standing } from './release-actions-view.ts';
import { conflictView } from './saving/conflict-view.ts';
import { recoveryBannerView } from './saving/recovery-banner.ts';
import './notes/note-list.ts';
import { type Look, previewView } from '../release/preview-view.ts';
import type { NoteList } from './notes/note-list.ts';
import type { ReleaseSaver } from './saving/release-saver.ts';
import { saveStatusView } from './saving/save-status.ts';
import { mayLeave, watchLeaving } from './saving/watch-leaving.ts';
import { statusBannerView } from './status-banner.ts';

/** `/admin/{project}/releases/new` and `…/{release}/edit`: where a release is written. */
class EditorPage extends PageElement {
  static override styles = [
    baseStyles,
    controlStyles,
    chipStyles,
    stateStyles,
    previewToolbarStyles,
    editorStyles,
  ];
  static override properties = {
    ...PageElement.properties,
    view: { state: true },
    look: { state: true },
  };

  /** Where there is no room for both. */
  declare private view: 'write' | 'preview';
  declare private look: Look;
  #stopWatching = () => {};

  readonly #open = new Reading<Open>(this, (signal) => this.#begin(signal));

  constructor() {
    super();
    new BarHeight(this);
    this.view = 'write';
    this.look = { scheme: shownScheme(), isNarrow: false };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const saver = () => this.#opened?.saver;
    this.#stopWatching = watchLeaving(saver);
    whenLeaving(() => mayLeave(saver()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching();
    whenLeaving(undefined);
    this.#opened?.saver.stop();
    this.#opened?.rendered.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('place') && !this.#opened) void this.#open.again();
  }

  get #opened(): Open | undefined {
    const { read } = this.#open;
    return read.state === 'ready' ? read.value : undefined;
  }

  #begin(signal: AbortSignal): Promise<Open> {
    const person = this.place.session?.person.id ?? '';
    const desk = { person, release: this.place.params.release, path: this.apiPath('') };
    const list = this.pagePath('/releases');
    const heard = {
      saved: this.#onSaver,
      drawn: this.#draw,
      gone: () => leaveFor(list),
      copied: ({ id }: Release) => go(`${list}/${id}/edit`),
    };
    return openEditor(desk, heard, signal);
  }

  #draw = (): void => this.requestUpdate();

  #onSaver = (made?: Release): void => {
    if (made) rename(this.pagePath(`/releases/${made.id}/edit`));
    this.requestUpdate();
  };

  #write = (fields: Partial<Draft>): void => {
    const { saver, rendered } = this.#opened ?? {};
    if (!saver) return;
    saver.write({ ...saver.draft, ...fields });
    rendered?.need(saver.draft);
  };

  #choose = (choice: 'mine' | 'theirs'): void => {
    const { saver, rendered } = this.#opened ?? {};
    if (saver?.state.kind !== 'conflict') return;
    const { theirs } = saver.state;
    const mine = saver.draft;
    if (choice === 'mine') void saver.keepMine(theirs);
    else {
      saver.takeTheirs(theirs);
      toast('Went on with theirs.', () => this.#write(mine));
    }
    rendered?.learn(theirs.notes);
    rendered?.need(saver.draft);
  };

  protected override render(): TemplateResult {
    const opened = this.#opened;
    return html`<header class="head"><div class="names"><h1>${this.#heading(opened?.saver.release)}</h1>
        ${opened ? this.#stateView(opened) : nothing}</div>
        ${opened ? releaseActionsView(this.#standing(opened), opened.actions) : nothing}</header>
      ${this.#open.render((open) => this.#openView(open), { lines: 6 })}`;
  }

  #heading(release?: Release): string {
    if (!release) return this.place.params.release ? 'Edit release' : 'New release';
    const isOver = release.state === 'rolled_back' || release.state === 'archived';
    return isOver ? release.version : `Edit ${release.version}`;
  }

  #standing({ saver, actions }: Open): Standing {
    const { release, isDirty } = saver;
    const { slug, role } = this.project;
    return { release, slug, role, isDirty, isBusy: actions.isBusy };
  }

  #stateView({ saver }: Open): TemplateResult {
    const { words, colour } = stateWords[saver.release?.state ?? 'draft'];
    return html`<span class="chip dotted ${colour}">${words}</span>${saveStatusView(saver)}`;
  }

  #openView(open: Open): TemplateResult {
    const { saver, localDrafts } = open;
    const { release, state, draft } = saver;
    return html`${statusBannerView(this.#standing(open), open.actions)} ${this.#rescueView(saver)}
      ${mayWrite(this.project.role, release) ? recoveryBannerView(saver, localDrafts, this.#onTakenUp) : nothing}
      ${state.kind === 'conflict' ? conflictView(draft, state.theirs, saver.isDirty, this.#choose) : nothing}
      ${this.#columnsView(open)}`;
  }

  #onTakenUp = (): void => {
    const { saver, rendered } = this.#opened ?? {};
    if (saver) rendered?.need(saver.draft);
    this.requestUpdate();
  };

  /** The release is gone, but its words are here. */
  #rescueView(saver: ReleaseSaver): TemplateResult | typeof nothing {
    const { state } = saver;
    if (state.kind !== 'failed' || state.refusal.code !== 'not_found') return nothing;
    return html`<div class="kept"><p>Somebody has deleted this release while you were writing.</p>
      <button @click=${() => saver.saveAnew()}>Save it as a new draft</button></div>`;
  }

  #columnsView({ saver, rendered, project, hasOptions: isOpen }: Open): TemplateResult {
    const { draft, state, release } = saver;
    const readOnly = !mayWrite(this.project.role, release);
    const wrong = (field: string) =>
      state.kind === 'failed' ? state.refusal.at(`/${field}`) : undefined;
    return html`<div class="views" role="group" aria-label="View">
        ${(['write', 'preview'] as const).map(
          (view) =>
            html`<button aria-pressed=${this.view === view} @click=${() => {
              this.view = view;
            }}>${view === 'write' ? 'Write' : 'Preview'}</button>`,
        )}</div>
      <div class="columns" data-view=${this.view}>
        <div class="write">${factsView({ draft, readOnly, isOpen, wrong, write: this.#write })}
          <section class="notes" aria-labelledby="notes-heading"><h2 id="notes-heading">Notes</h2>
            <note-list .notes=${draft.notes} .readOnly=${readOnly}
              .wrongWith=${(key: string, field: 'title' | 'body') => wrong(`notes/${saver.placeOf(key)}/${field}`)}
              @change=${({ target }: { target: NoteList }) =>
                this.#write({ notes: target.notes })}></note-list></section></div>
        ${previewView({
          heading: 'Preview',
          release: rendered.release(draft, release),
          trouble: rendered.trouble,
          project,
          look: this.look,
          onLook: this.#onLook,
        })}
      </div>`;
  }

  #onLook = (look: Look): void => {
    this.look = look;
  };
}

/** The release that was open is gone: nobody has to be asked. */
function leaveFor(address: string): void {
  whenLeaving(undefined);
  go(address, { replace: true });
}

customElements.define('editor-page', EditorPage);
