import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ImportReport } from '../../contract/imports.ts';
import { toApiError } from '../client.ts';
import './drop-zone.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { stateStyles } from '../elements/state-views.ts';
import { textAreaView } from '../elements/text-area.ts';
import { toast } from '../elements/toast.ts';
import { formatCount } from '../formats.ts';
import { PageElement } from '../page.ts';
import { type ChangelogText, readChangelogFile, toChangelog } from './changelog-file.ts';
import type { DropZone } from './drop-zone.ts';
import { importStyles } from './import.styles.ts';
import { runImport } from './import-call.ts';
import {
  failureView,
  type ImportFailure,
  type ImportStep,
  isRunning,
  progressView,
  type ReportStep,
  type RunningStep,
  toFailure,
} from './import-steps.ts';
import { initialRows, leftOverView, releasesView, toSentence } from './report-view.ts';
import { WindowDrops } from './window-drops.ts';

/** `/admin/{project}/import`: turns a changelog into releases, after a preview. */
class ImportPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, importStyles];
  static override properties = {
    ...PageElement.properties,
    step: { state: true },
    failure: { state: true },
    rows: { state: true },
  };

  declare private step: ImportStep;
  declare private failure: ImportFailure | undefined;
  declare private rows: number;
  #abortController = new AbortController();
  readonly #windowDrops = new WindowDrops(this, (file, others) => this.#onDrop(file, others));

  constructor() {
    super();
    this.step = { kind: 'choosing' };
    this.rows = initialRows;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A running dry run is no longer needed. A running import continues.
    if (this.step.kind === 'looking') this.#abortController.abort();
  }

  /** The link to this page resets it, unless a dry run or an import is running. */
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.get('context') && !isRunning(this.step)) this.#reset();
  }

  /** Ignores the file while a dry run or an import is running. */
  #onDrop(file: File, others: number): void {
    if (isRunning(this.step)) return;
    if (others > 0) toast(`You can import one file at a time. Only ${file.name} was used.`);
    void this.#readAndPreview(() => readChangelogFile(file));
  }

  async #onFile({ detail }: CustomEvent<File>): Promise<void> {
    await this.#readAndPreview(() => readChangelogFile(detail));
  }

  async #onPaste(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { text = '' } = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    await this.#readAndPreview(() => toChangelog('the pasted text', String(text)));
  }

  async #readAndPreview(
    readChangelog: () => ChangelogText | Promise<ChangelogText>,
  ): Promise<void> {
    try {
      await this.#preview(await readChangelog());
    } catch (error) {
      this.#fail({ error: toApiError(error) });
    }
  }

  /** Shows what would be created or, after an import whose result was lost, what was. */
  async #preview(changelog: ChangelogText): Promise<void> {
    const report = await this.#run('looking', changelog);
    if (!report) return;
    this.step = { kind: 'planned', changelog, report };
    await this.#focusOn('.summary h2');
  }

  async #onImport(changelog: ChangelogText): Promise<void> {
    const report = await this.#run('importing', changelog);
    if (!report) return;
    this.step = { kind: 'done', changelog, report };
    await this.#focusOn('.summary h2');
  }

  async #run(kind: RunningStep['kind'], changelog: ChangelogText) {
    this.#abortController = new AbortController();
    this.failure = undefined;
    this.rows = initialRows;
    this.step = { kind, changelog, progress: undefined };
    void this.#focusOn('.under h2');
    try {
      return await runImport(this.apiPath('/imports'), changelog.text, {
        dryRun: kind === 'looking',
        signal: this.#abortController.signal,
        onProgress: (progress) => {
          this.step = { kind, changelog, progress };
        },
      });
    } catch (error) {
      this.#fail(toFailure(error, kind, changelog));
      return undefined;
    }
  }

  #fail(failure: ImportFailure): void {
    this.step = { kind: 'choosing' };
    this.failure = failure;
    void this.#focusOn('.alert');
  }

  #reset = (): void => {
    this.step = { kind: 'choosing' };
    this.failure = undefined;
    void this.#focusOn('h1');
  };

  #chooseAnother = async (): Promise<void> => {
    this.#reset();
    await this.updateComplete;
    const zone = this.renderRoot.querySelector<DropZone>('drop-zone');
    await zone?.updateComplete;
    zone?.openChooser();
  };

  async #focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    const element = this.renderRoot.querySelector<HTMLElement>(selector);
    if (element) element.tabIndex = -1;
    element?.focus();
  }

  protected override render(): TemplateResult {
    const { step, failure } = this;
    return html`<h1>Import</h1>
      <p class="lead">Turn a changelog into releases. Each version becomes a release, and each entry a note. The
        releases are live at once. They raise no badge, and visitors are not asked to rate them.</p>
      ${failure ? failureView(failure, (changelog) => this.#preview(changelog)) : nothing}${this.#currentStepView(step)}`;
  }

  #currentStepView(step: ImportStep): TemplateResult {
    if (step.kind === 'choosing') return this.#choiceView();
    if ('report' in step) return this.#reportView(step);
    return progressView(step, () => this.#abortController.abort());
  }

  #choiceView(): TemplateResult {
    const placeholder = '## [1.2.0] - 2026-10-05\n\n### Added\n\n- Boards for every crew.';
    return html`<drop-zone .isOver=${this.#windowDrops.isOver} @file-chosen=${this.#onFile}></drop-zone>
      <p class="divider">or</p>
      <form class="card paste" @submit=${this.#onPaste}>
        ${textAreaView({ name: 'text', label: 'Paste a changelog', rows: 6, maxLength: 5_500_000, placeholder })}
        <button>Preview import</button></form>`;
  }

  #reportView({ kind, changelog, report }: ReportStep): TemplateResult {
    const isNew = report.created.releases > 0;
    const more = report.releases.length - this.rows;
    return html`<section class="card summary"><div><h2>${kind === 'done' ? 'Imported' : 'Preview of'} ${changelog.name}</h2>
        <p class="quiet">${toSentence(report)}</p></div>
        <div class="row actions">${this.#actionsView(kind, changelog, report, isNew)}</div></section>
      ${report.releases.length > 0 ? releasesView(report, this.project, this.rows) : nothing}
      ${more > 0 ? html`<p class="more"><button @click=${this.#onShowAll}>Show all ${report.releases.length} releases</button></p>` : nothing}
      ${leftOverView(report)}`;
  }

  #onShowAll = (): void => {
    this.rows = Number.POSITIVE_INFINITY;
  };

  #actionsView(
    kind: ReportStep['kind'],
    changelog: ChangelogText,
    { created }: ImportReport,
    isNew: boolean,
  ): TemplateResult {
    const list = html`<a class="button ${kind === 'done' ? 'primary' : ''}" href=${this.pagePath('/releases')}>View releases</a>`;
    const other = html`<button @click=${this.#chooseAnother}>Choose another file</button>`;
    if (kind === 'done') return html`${list}${other}`;
    return html`${
      isNew
        ? html`<button class="primary" @click=${() => this.#onImport(changelog)}>Import ${formatCount(created.releases, 'release')}</button>`
        : list
    }${other}`;
  }
}

customElements.define('import-page', ImportPage);
