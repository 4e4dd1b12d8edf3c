import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { NamedAuditEntry } from '../../contract/audit.ts';
import type { Project } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import type { Response } from '../../contract/responses.ts';
import type { Score } from '../../contract/scores.ts';
import { chartStyles } from '../charts/chart.styles.ts';
import { scoreScaleStyles } from '../charts/score-scale.ts';
import { ask, asRefusal, type List } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Polling } from '../elements/polling.ts';
import { Reading } from '../elements/reading.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { copyToNewDraft } from '../release/copy-dialog.ts';
import { rollBack } from '../release/release-calls.ts';
import { openRollBackDialog } from '../release/roll-back-dialog.ts';
import { go, queryOf } from '../router.ts';
import { mayWrite } from '../session/permissions.ts';
import { daysView, ratingsView, reachView, reasonsView, surfacesView } from './breakdowns.ts';
import { commentsHeadView, commentsPerPage, ratingIn } from './comments.ts';
import { CommentsReading } from './comments-reading.ts';
import { ratingStyles } from './rating-view.ts';
import './release-words.ts';
import { reportStyles } from './report.styles.ts';
import { type Reported, reportHeadView } from './report-head.ts';
import { scoreCardView } from './score-card.ts';

/** How often a live release is looked at anew; answers raise no revision, so no stream tells of them. */
const renewMs = 15_000;

/** `/admin/{project}/releases/{release}`: whom a release reached, how it is liked, and what they say. */
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
  readonly #head = new Reading<Reported>(this, (signal) => this.#readHead(signal));
  readonly #score = new Reading<Score>(this, (signal) => this.#readScore(signal));
  readonly #comments = new CommentsReading(this, (signal) => this.#readComments(signal));

  constructor() {
    super();
    new Polling(this, renewMs, (signal) => this.#renew(signal));
  }

  get #path(): string {
    return this.apiPath(`/releases/${this.place.params.release}`);
  }

  get #rating(): string {
    return ratingIn(this.place.query);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('place') as typeof this.place | undefined;
    if (!changed.has('place')) return;
    if (!before) {
      void this.#head.again();
      void this.#score.again();
    }
    if (!before || ratingIn(before.query) !== this.#rating) this.#comments.again();
  }

  /** The history only says who: without it the page says a little less. */
  async #readHead(signal: AbortSignal): Promise<Reported> {
    const [{ value: project }, { value: release }] = await Promise.all([
      ask<Project>(this.apiPath(''), { signal }),
      ask<Release>(this.#path, { signal }),
    ]);
    const query = queryOf({ subject: `release:${release.id}`, limit: '100' });
    const log = ask<List<NamedAuditEntry>>(this.apiPath(`/audit${query}`), { signal });
    return {
      release,
      project,
      history: await log.then(
        ({ value }) => value.data,
        () => [],
      ),
    };
  }

  async #readScore(signal: AbortSignal): Promise<Score> {
    return (await ask<Score>(`${this.#path}/score`, { signal })).value;
  }

  #readComments(signal: AbortSignal) {
    const wanted = { commented: 'true', quarantined: 'false', limit: commentsPerPage };
    const query = { ...wanted, rating: this.#rating };
    return ask<List<Response>>(`${this.#path}/responses${queryOf(query)}`, { signal });
  }

  /** Figures change in their place; new comments wait to be asked for. */
  async #renew(signal: AbortSignal): Promise<void> {
    const { read } = this.#head;
    if (read.state !== 'ready' || read.value.release.state !== 'live') return;
    const { value: release } = await ask<Release>(this.#path, { signal });
    if (release.revision !== read.value.release.revision) void this.#head.again();
    this.#score.put(await this.#readScore(signal));
    await this.#comments.renew(signal);
  }

  #onRollBack = async (): Promise<void> => {
    const { read } = this.#head;
    if (read.state !== 'ready') return;
    const { id, version } = read.value.release;
    // By its figures, whatever it says by now.
    const send = (reason: string) => rollBack(this.apiPath('/releases'), { id }, reason);
    const rolledBack = await openRollBackDialog(version, send);
    if (!rolledBack) return;
    toast(`${rolledBack.version} is rolled back: visitors see it no more.`);
    void this.#head.again();
  };

  #onCopy = async (): Promise<void> => {
    const { read } = this.#head;
    if (read.state !== 'ready') return;
    try {
      const copy = await copyToNewDraft(this.apiPath('/releases'), read.value.release);
      if (copy) go(this.pagePath(`/releases/${copy.id}/edit`));
    } catch (error) {
      toast(asRefusal(error).message);
    }
  };

  protected override render(): TemplateResult {
    const head = this.#head.render(
      (
        reported,
      ) => html`${reportHeadView(reported, this.project, { onRollBack: this.#onRollBack, onCopy: this.#onCopy })}
        ${isOut(reported.release) ? nothing : this.#notOutView(reported)}`,
      { lines: 6 },
    );
    const { read } = this.#head;
    if (read.state !== 'ready') return html`<h1 class="heard">Release</h1>${head}`;
    return html`${head}${isOut(read.value.release) ? this.#figuresView(read.value) : nothing}`;
  }

  #notOutView({ release, project }: Reported): TemplateResult {
    const { id } = release;
    const edit = html`<a class="button primary" href=${this.pagePath(`/releases/${id}/edit`)}>Go on writing</a>`;
    return html`${wordsView(release, project)}${emptyView(
      'Nobody has seen it yet',
      'Its report begins when it is live: whom it reached, how they like it, and what they say.',
      mayWrite(this.project.role, release) ? edit : undefined,
    )}`;
  }

  #figuresView({ release, project }: Reported): TemplateResult {
    const figures = this.#score.render(
      (score) =>
        html`<div class="grid">${[
          scoreCardView(score, this.pagePath('/held-back')),
          reachView(score),
          ratingsView(score),
          surfacesView(score),
          daysView(score),
          reasonsView(score),
        ]}</div>`,
      { lines: 8 },
    );
    const comments = release.imported ? nothing : this.#commentsView();
    return html`${figures}${wordsView(release, project)}${comments}`;
  }

  #commentsView(): TemplateResult {
    const path = this.pagePath(`/releases/${this.place.params.release}`);
    return html`<section class="card block">${commentsHeadView(path, this.#rating)}
      ${this.#comments.render(this.#rating)}</section>`;
  }
}

function wordsView(release: Release, project: Project): TemplateResult {
  return html`<release-words class="card" .release=${release} .project=${project}></release-words>`;
}

/** Whether visitors ever saw it. */
function isOut({ state }: Release): boolean {
  return state !== 'draft' && state !== 'scheduled';
}

customElements.define('report-page', ReportPage);
