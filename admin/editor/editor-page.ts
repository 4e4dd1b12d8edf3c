import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Project } from '../../contract/projects.ts';
import type { Release, ReleaseSummary } from '../../contract/releases.ts';
import { ask, asRefusal, type List } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { confirm } from '../elements/dialog.ts';
import { Reading } from '../elements/reading.ts';
import { stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { stateWords } from '../releases/states.ts';
import { go, rename, whenLeaving } from '../router.ts';
import { conflictView } from './conflict-view.ts';
import { type Deeds, deedsView, mayWrite, type Standing, standingView } from './deeds-view.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { editorStyles } from './editor.styles.ts';
import { factsView, hasOptions } from './facts-view.ts';
import { keptView } from './kept-view.ts';
import { WordKeeper } from './kept-words.ts';
import { nextVersion } from './next-version.ts';
import './note-list.ts';
import { type Look, previewView } from './preview-view.ts';
import { openPublishDialog } from './publish-dialog.ts';
import { deleteRelease, publish, readRelease, unschedule } from './release-calls.ts';
import { ReleaseSaver } from './release-saver.ts';
import { RenderedNotes } from './rendered-notes.ts';
import { openRollBackDialog } from './roll-back-dialog.ts';
import { saveStatusView } from './save-status.ts';
import { watchLeaving } from './watch-leaving.ts';

/** What is open on the page. */
interface Open {
  project: Project;
  saver: ReleaseSaver;
  keeper: WordKeeper;
  rendered: RenderedNotes;
  hasOptions: boolean;
}

/** `/admin/{project}/releases/new` and `…/{release}/edit`: where a release is written. */
class EditorPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, editorStyles];
  static override properties = {
    ...PageElement.properties,
    view: { state: true },
    look: { state: true },
    isBusy: { state: true },
  };

  /** Where there is no room for both. */
  declare private view: 'write' | 'preview';
  declare private look: Look;
  declare private isBusy: boolean;
  #stopWatching = () => {};
  readonly #open = new Reading<Open>(this, (signal) => this.#begin(signal));

  constructor() {
    super();
    this.view = 'write';
    this.look = { scheme: 'light', isNarrow: false };
    this.isBusy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const saver = () => this.#opened?.saver;
    this.#stopWatching = watchLeaving(saver);
    whenLeaving(() => this.#mayLeave());
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

  async #begin(signal: AbortSignal): Promise<Open> {
    const { release: id } = this.place.params;
    const path = this.apiPath('/releases');
    const [{ value: project }, begin] = await Promise.all([
      ask<Project>(this.apiPath(''), { signal }),
      id ? readRelease(path, id, signal) : this.#propose(signal),
    ]);
    const person = this.place.session?.person.id ?? '';
    const keeper = new WordKeeper({ person, project: project.id, release: id ?? 'new' });
    const saver = new ReleaseSaver(path, begin, keeper, this.#onSaver);
    const rendered = new RenderedNotes(this.apiPath('/preview'), () => this.requestUpdate());
    if (saver.release) rendered.learn(saver.release.notes);
    return { project, saver, keeper, rendered, hasOptions: hasOptions(saver.draft) };
  }

  async #propose(signal: AbortSignal): Promise<Draft> {
    const path = this.apiPath('/releases?limit=100');
    const { value } = await ask<List<ReleaseSummary>>(path, { signal });
    const versions = value.data.map(({ version }) => version);
    return emptyDraft(nextVersion(versions, new Date()));
  }

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

  async #mayLeave(): Promise<boolean> {
    const saver = this.#opened?.saver;
    if (!saver?.isDirty || (saver.isAutomatic && (await saver.saveAll()))) return true;
    const kept = 'This device keeps it, and offers it when you come back.';
    return confirm({
      heading: 'Leave without saving?',
      text: `What you have changed is not saved. ${saver.isKept ? kept : 'It would be lost.'}`,
      action: 'Leave',
      danger: !saver.isKept,
    });
  }

  readonly #deeds: Deeds = {
    save: () => this.#do(async ({ saver }) => void (await saver.save())),
    publish: () => this.#publish(false),
    schedule: () => this.#publish(true),
    unschedule: () =>
      this.#do(async ({ saver }, release) => {
        saver.put(await unschedule(this.apiPath('/releases'), release.id));
        toast('Unscheduled: it is a draft again.');
      }),
    rollBack: () =>
      this.#do(async ({ saver }, release) => {
        const path = this.apiPath('/releases');
        const rolledBack = await openRollBackDialog(path, release);
        if (rolledBack) saver.put(rolledBack);
        if (rolledBack) toast(`Rolled back ${release.version}. Visitors see it no more.`);
      }),
    remove: () => this.#do((open, release) => this.#remove(open, release)),
  };

  /** One thing at a time; what goes wrong is told. */
  async #do(deed: (open: Open, release: Release) => Promise<void>): Promise<void> {
    const open = this.#opened;
    if (!open?.saver.release || this.isBusy) return;
    this.isBusy = true;
    try {
      await deed(open, open.saver.release);
    } catch (error) {
      toast(asRefusal(error).message);
    } finally {
      this.isBusy = false;
    }
  }

  /** What is published is what is on the screen: first it is saved. */
  async #publish(later: boolean): Promise<void> {
    const { saver, project } = this.#opened ?? {};
    if (!saver || !project || !(await this.#saved(saver))) return;
    await this.#do(async (_, release) => {
      const send = (when: object) => publish(this.apiPath('/releases'), release.id, when);
      const published = await openPublishDialog({ release, project: project.name, later, send });
      if (!published) return;
      saver.put(published);
      const words =
        published.state === 'live' ? 'It is live: visitors see it.' : 'It is scheduled.';
      toast(words);
    });
  }

  async #saved(saver: ReleaseSaver): Promise<boolean> {
    const isSaved = await (saver.release ? saver.saveAll() : saver.save());
    if (!isSaved) toast('Not published: what you wrote could not be saved.');
    return isSaved;
  }

  async #remove({ saver, keeper }: Open, release: Release): Promise<void> {
    const isSure = await confirm({
      heading: `Delete ${release.version}?`,
      text: 'Nobody has seen it yet. It cannot be brought back.',
      action: 'Delete',
      danger: true,
    });
    if (!isSure) return;
    saver.stop();
    await deleteRelease(this.apiPath('/releases'), saver.release ?? release);
    keeper.forget();
    whenLeaving(undefined);
    go(this.pagePath('/releases'), { replace: true });
    toast(`Deleted ${release.version}.`);
  }

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
        ${opened ? deedsView(this.#standing(opened), this.#deeds) : nothing}</header>
      ${this.#open.render((open) => this.#openView(open), { lines: 6 })}`;
  }

  #heading(release?: Release): string {
    if (!release) return this.place.params.release ? 'Edit release' : 'New release';
    return `Edit ${release.version}`;
  }

  #standing({ saver }: Open): Standing {
    const { release, isDirty } = saver;
    return { release, role: this.project.role, isDirty, isBusy: this.isBusy };
  }

  #stateView({ saver }: Open): TemplateResult {
    const { words, colour } = stateWords[saver.release?.state ?? 'draft'];
    return html`<span class="chip dotted ${colour}">${words}</span>${saveStatusView(saver)}`;
  }

  #openView(open: Open): TemplateResult {
    const { saver, keeper } = open;
    const { release, state, draft } = saver;
    return html`${standingView(this.#standing(open))} ${this.#rescueView(saver)}
      ${mayWrite(this.project.role, release) ? keptView(saver, keeper, this.#onTakenUp) : nothing}
      ${state.kind === 'conflict' ? conflictView(draft, state.theirs, this.#choose) : nothing}
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
              .wrongWith=${(key: string, field: 'title' | 'body') => saver.wrongWith(key, field)}
              @change=${({ target }: { target: HTMLElementTagNameMap['note-list'] }) =>
                this.#write({ notes: target.notes })}></note-list></section></div>
        ${previewView({ draft, rendered, project, look: this.look, onLook: this.#onLook })}
      </div>`;
  }

  #onLook = (look: Look): void => {
    this.look = look;
  };
}

customElements.define('editor-page', EditorPage);
