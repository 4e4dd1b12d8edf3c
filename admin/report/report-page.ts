import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { NamedAuditEntry } from '../../contract/audit.ts';
import type { Project } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import type { Response } from '../../contract/responses.ts';
import type { Score } from '../../contract/scores.ts';
import { chartStyles } from '../charts/chart.styles.ts';
import { scoreScaleStyles } from '../charts/score-scale.ts';
import { callApi, type List, toApiError } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Polling } from '../elements/polling.ts';
import { Resource } from '../elements/resource.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { copyToNewDraft } from '../release/copy-dialog.ts';
import { rollBack } from '../release/release-calls.ts';
import { openRollBackDialog } from '../release/roll-back-dialog.ts';
import { go, queryOf } from '../router.ts';
import { mayWrite } from '../session/permissions.ts';
import { channelsView, daysView, ratingsView, reachView, reasonsView } from './breakdowns.ts';
import { commentsHeadingView, commentsPerPage, ratingIn } from './comments.ts';
import { CommentsResource } from './comments-resource.ts';
import { ratingStyles } from './rating-view.ts';
import './release-words.ts';
import { reportStyles } from './report.styles.ts';
import { type ReleaseReport, reportHeadView } from './report-head.ts';
import { scoreCardView } from './score-card.ts';

/** How often a live release is read. Answers raise no revision, so no stream announces them. */
const refreshMs = 15_000;

/** `/admin/{project}/releases/{release}`: the reach, the score and the comments of a release. */
class ReportPage extends PageElement {
  static override styles = [
    baseStyles,
    controlStyles,
    chipStyles,
    stateStyles,
    chartStyles,
    scoreScaleStyles,
    ratingStyles,
    reportStyles,
  ];
  readonly #report = new Resource<ReleaseReport>(this, (signal) => this.#loadReport(signal));
  readonly #score = new Resource<Score>(this, (signal) => this.#loadScore(signal));
  readonly #comments = new CommentsResource(this, (signal) => this.#loadComments(signal));

  constructor() {
    super();
    new Polling(this, refreshMs, (signal) => this.#refresh(signal));
  }

  get #path(): string {
    return this.apiPath(`/releases/${this.context.params.release}`);
  }

  get #rating(): string {
    return ratingIn(this.context.query);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('context') as typeof this.context | undefined;
    if (!changed.has('context')) return;
    if (!before) {
      void this.#report.reload();
      void this.#score.reload();
    }
    if (!before || ratingIn(before.query) !== this.#rating) this.#comments.reload();
  }

  /** The history only adds names, so the page is shown without it if it cannot be read. */
  async #loadReport(signal: AbortSignal): Promise<ReleaseReport> {
    const [{ value: project }, { value: release }] = await Promise.all([
      callApi<Project>(this.apiPath(''), { signal }),
      callApi<Release>(this.#path, { signal }),
    ]);
    const query = queryOf({ subject: `release:${release.id}`, limit: '100' });
    const log = callApi<List<NamedAuditEntry>>(this.apiPath(`/audit${query}`), { signal });
    return {
      release,
      project,
      history: await log.then(
        ({ value }) => value.data,
        () => [],
      ),
    };
  }

  async #loadScore(signal: AbortSignal): Promise<Score> {
    return (await callApi<Score>(`${this.#path}/score`, { signal })).value;
  }

  #loadComments(signal: AbortSignal) {
    const commentFilters = { commented: 'true', quarantined: 'false', limit: commentsPerPage };
    const query = { ...commentFilters, rating: this.#rating };
    return callApi<List<Response>>(`${this.#path}/responses${queryOf(query)}`, { signal });
  }

  /** Figures change in their place; newer comments are only counted. */
  async #refresh(signal: AbortSignal): Promise<void> {
    const { state } = this.#report;
    if (state.status !== 'ready' || state.value.release.state !== 'live') return;
    const { value: release } = await callApi<Release>(this.#path, { signal });
    if (release.revision !== state.value.release.revision) void this.#report.reload();
    this.#score.put(await this.#loadScore(signal));
    await this.#comments.countNew(signal);
  }

  #onRollBack = async (): Promise<void> => {
    const { state } = this.#report;
    if (state.status !== 'ready') return;
    const { id, version } = state.value.release;
    // The decision is based on the figures, so no revision is sent: the content may have changed.
    const send = (reason: string) => rollBack(this.apiPath('/releases'), { id }, reason);
    const rolledBack = await openRollBackDialog(version, send);
    if (!rolledBack) return;
    toast(`${rolledBack.version} is rolled back. Visitors no longer see it.`);
    void this.#report.reload();
  };

  #onCopy = async (): Promise<void> => {
    const { state } = this.#report;
    if (state.status !== 'ready') return;
    try {
      const copy = await copyToNewDraft(this.apiPath('/releases'), state.value.release);
      if (copy) go(this.pagePath(`/releases/${copy.id}/edit`));
    } catch (error) {
      toast(toApiError(error).message);
    }
  };

  protected override render(): TemplateResult {
    const headView = this.#report.render(
      (
        report,
      ) => html`${reportHeadView(report, this.project, { onRollBack: this.#onRollBack, onCopy: this.#onCopy })}
        ${isPublished(report.release) ? nothing : this.#unpublishedView(report)}`,
      { lines: 6 },
    );
    const { state } = this.#report;
    if (state.status !== 'ready') return html`<h1 class="visually-hidden">Release</h1>${headView}`;
    return html`${headView}${isPublished(state.value.release) ? this.#figuresView(state.value) : nothing}`;
  }

  #unpublishedView({ release, project }: ReleaseReport): TemplateResult {
    const { id } = release;
    const edit = html`<a class="button primary" href=${this.pagePath(`/releases/${id}/edit`)}>Go on writing</a>`;
    return html`${releaseView(release, project)}${emptyView(
      'No one has seen it yet',
      'Its report begins when it is live: whom it reached, how they like it, and what they say.',
      mayWrite(this.project.role, release) ? edit : undefined,
    )}`;
  }

  #figuresView({ release, project }: ReleaseReport): TemplateResult {
    const figures = this.#score.render(
      (score) =>
        html`<div class="grid">${[
          scoreCardView(score, this.pagePath('/held-back')),
          reachView(score),
          ratingsView(score),
          channelsView(score),
          daysView(score),
          reasonsView(score),
        ]}</div>`,
      { lines: 8 },
    );
    const comments = release.imported ? nothing : this.#commentsView();
    return html`${figures}${releaseView(release, project)}${comments}`;
  }

  #commentsView(): TemplateResult {
    const path = this.pagePath(`/releases/${this.context.params.release}`);
    return html`<section class="card block">${commentsHeadingView(path, this.#rating)}
      ${this.#comments.render(this.#rating)}</section>`;
  }
}

function releaseView(release: Release, project: Project): TemplateResult {
  return html`<release-words class="card" .release=${release} .project=${project}></release-words>`;
}

/** Whether the release was ever visible to visitors. */
function isPublished({ state }: Release): boolean {
  return state !== 'draft' && state !== 'scheduled';
}

customElements.define('report-page', ReportPage);
