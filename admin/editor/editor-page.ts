import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import { currentScheme } from '../device.ts';
import { BarHeight } from '../elements/bar-height.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Resource } from '../elements/resource.ts';
import { stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import type { ReleaseDraft } from '../release/draft.ts';
import { previewToolbarStyles } from '../release/preview-toolbar.styles.ts';
import { releaseStateLabels } from '../release/states.ts';
import { go, replaceAddress, setLeaveGuard } from '../router.ts';
import { mayWrite } from '../session/permissions.ts';
import { editorStyles } from './editor.styles.ts';
import { type Editor, openEditor } from './open-editor.ts';
import { type EditorStatus, releaseActionsView } from './release-actions-view.ts';
import { releaseFormView } from './release-form.ts';
import { conflictView } from './saving/conflict-view.ts';
import { recoveryBannerView } from './saving/recovery-banner.ts';
import './notes/note-list.ts';
import { type PreviewMode, previewView } from '../release/preview-view.ts';
import type { NoteList } from './notes/note-list.ts';
import type { ReleaseSaver } from './saving/release-saver.ts';
import { saveStatusView } from './saving/save-status.ts';
import { confirmLeave, watchLeaving } from './saving/watch-leaving.ts';
import { statusBannerView } from './status-banner.ts';

/** `/admin/{project}/releases/new` and `…/{release}/edit`: the editor of a release. */
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
    previewMode: { state: true },
  };

  /** The column that is shown if there is no room for both. */
  declare private view: 'write' | 'preview';
  declare private previewMode: PreviewMode;
  #stopWatching = () => {};

  readonly #editor = new Resource<Editor>(this, (signal) => this.#openEditor(signal));

  constructor() {
    super();
    new BarHeight(this);
    this.view = 'write';
    this.previewMode = { scheme: currentScheme(), isNarrow: false };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const saver = () => this.#loadedEditor?.saver;
    this.#stopWatching = watchLeaving(saver);
    setLeaveGuard(() => confirmLeave(saver()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching();
    setLeaveGuard(undefined);
    this.#loadedEditor?.saver.stop();
    this.#loadedEditor?.renderedNotes.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context') && !this.#loadedEditor) void this.#editor.reload();
  }

  get #loadedEditor(): Editor | undefined {
    const { state } = this.#editor;
    return state.status === 'ready' ? state.value : undefined;
  }

  #openEditor(signal: AbortSignal): Promise<Editor> {
    const person = this.context.session?.person.id ?? '';
    const context = { person, release: this.context.params.release, path: this.apiPath('') };
    const releasesPath = this.pagePath('/releases');
    const listener = {
      onSaved: this.#onSaved,
      onChange: this.#rerender,
      onDeleted: () => leaveWithoutPrompt(releasesPath),
      onCopied: ({ id }: Release) => go(`${releasesPath}/${id}/edit`),
    };
    return openEditor(context, listener, signal);
  }

  #rerender = (): void => this.requestUpdate();

  #onSaved = (created?: Release): void => {
    if (created) replaceAddress(this.pagePath(`/releases/${created.id}/edit`));
    this.requestUpdate();
  };

  #edit = (fields: Partial<ReleaseDraft>): void => {
    const { saver, renderedNotes } = this.#loadedEditor ?? {};
    if (!saver) return;
    saver.write({ ...saver.draft, ...fields });
    renderedNotes?.update(saver.draft);
  };

  #resolveConflict = (choice: 'mine' | 'theirs'): void => {
    const { saver, renderedNotes } = this.#loadedEditor ?? {};
    if (saver?.state.kind !== 'conflict') return;
    const { theirs } = saver.state;
    const mine = saver.draft;
    if (choice === 'mine') void saver.keepMine(theirs);
    else {
      saver.takeTheirs(theirs);
      toast('Went on with theirs.', () => this.#edit(mine));
    }
    renderedNotes?.addRendered(theirs.notes);
    renderedNotes?.update(saver.draft);
  };

  protected override render(): TemplateResult {
    const editor = this.#loadedEditor;
    return html`<header class="head"><div class="names"><h1>${this.#heading(editor?.saver.release)}</h1>
        ${editor ? this.#saveStateView(editor) : nothing}</div>
        ${editor ? releaseActionsView(this.#status(editor), editor.actions) : nothing}</header>
      ${this.#editor.render((editor) => this.#editorView(editor), { lines: 6 })}`;
  }

  #heading(release?: Release): string {
    if (!release) return this.context.params.release ? 'Edit release' : 'New release';
    const isOver = release.state === 'rolled_back' || release.state === 'archived';
    return isOver ? release.version : `Edit ${release.version}`;
  }

  #status({ saver, actions }: Editor): EditorStatus {
    const { release, isDirty } = saver;
    const { slug, role } = this.project;
    return { release, slug, role, isDirty, isBusy: actions.isBusy };
  }

  #saveStateView({ saver }: Editor): TemplateResult {
    const { label, colour } = releaseStateLabels[saver.release?.state ?? 'draft'];
    return html`<span class="chip dotted ${colour}">${label}</span>${saveStatusView(saver)}`;
  }

  #editorView(editor: Editor): TemplateResult {
    const { saver, localDrafts } = editor;
    const { release, state, draft } = saver;
    return html`${statusBannerView(this.#status(editor), editor.actions)} ${this.#deletedView(saver)}
      ${mayWrite(this.project.role, release) ? recoveryBannerView(saver, localDrafts, this.#onDraftRestored) : nothing}
      ${state.kind === 'conflict' ? conflictView(draft, state.theirs, saver.isDirty, this.#resolveConflict) : nothing}
      ${this.#columnsView(editor)}`;
  }

  #onDraftRestored = (): void => {
    const { saver, renderedNotes } = this.#loadedEditor ?? {};
    if (saver) renderedNotes?.update(saver.draft);
    this.requestUpdate();
  };

  /** The release was deleted, but its content is still in the editor. */
  #deletedView(saver: ReleaseSaver): TemplateResult | typeof nothing {
    const { state } = saver;
    if (state.kind !== 'failed' || state.error.code !== 'not_found') return nothing;
    return html`<div class="recovery"><p>Someone deleted this release while you were editing it.</p>
      <button @click=${() => saver.saveAsNew()}>Save as new draft</button></div>`;
  }

  #columnsView({ saver, renderedNotes, project, hasOptions: isOpen }: Editor): TemplateResult {
    const { draft, state, release } = saver;
    const readOnly = !mayWrite(this.project.role, release);
    const errorFor = (field: string) =>
      state.kind === 'failed' ? state.error.messageAt(`/${field}`) : undefined;
    return html`<div class="views" role="group" aria-label="View">
        ${(['write', 'preview'] as const).map(
          (view) =>
            html`<button aria-pressed=${this.view === view} @click=${() => {
              this.view = view;
            }}>${view === 'write' ? 'Write' : 'Preview'}</button>`,
        )}</div>
      <div class="columns" data-view=${this.view}>
        <div class="write">${releaseFormView({ draft, readOnly, areOptionsOpen: isOpen, errorFor, edit: this.#edit })}
          <section class="notes" aria-labelledby="notes-heading"><h2 id="notes-heading">Notes</h2>
            <note-list .notes=${draft.notes} .readOnly=${readOnly}
              .errorFor=${(key: string, field: 'title' | 'body') => errorFor(`notes/${saver.positionOf(key)}/${field}`)}
              @change=${({ target }: { target: NoteList }) =>
                this.#edit({ notes: target.notes })}></note-list></section></div>
        ${previewView({
          heading: 'Preview',
          release: renderedNotes.toFeedRelease(draft, release),
          errorMessage: renderedNotes.errorMessage,
          project,
          mode: this.previewMode,
          onModeChange: this.#onModeChange,
        })}
      </div>`;
  }

  #onModeChange = (mode: PreviewMode): void => {
    this.previewMode = mode;
  };
}

/** Leaves without a prompt, because the open release was deleted. */
function leaveWithoutPrompt(address: string): void {
  setLeaveGuard(undefined);
  go(address, { replace: true });
}

customElements.define('editor-page', EditorPage);
