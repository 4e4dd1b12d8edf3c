import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Score } from '../../contract/scores.ts';
import { barTableView } from '../charts/bar-table.ts';
import '../charts/day-chart.ts';
import { headingView } from '../elements/definition-button.ts';
import '../elements/score-figure.ts';
import { formatNumber } from '../formats.ts';
import { definitions } from './definitions.ts';
import { channelLabels, ratingLabel, reasonLabel } from './labels.ts';
import { ratingView } from './rating-view.ts';
import { hasFaces } from './scale.ts';

/** Shown → read → answered, each as a share of the visitors who were shown the release. */
export function reachView({ funnel }: Score): TemplateResult {
  const { shown, read, answered, responseRate } = funnel;
  const shareOf = (count: number) => (shown === 0 ? null : count / shown);
  const headings = {
    caption: 'How many saw, read and rated the release',
    label: 'Visitors',
    count: 'Count',
    share: 'Of those who saw it',
  };
  const rows = [
    { label: 'Shown', count: shown, share: shareOf(shown) },
    { label: 'Read', count: read, share: shareOf(read) },
    { label: 'Answered', count: answered, share: responseRate },
  ];
  return html`<section class="card block">${headingView('Reach', definitions.reach)}
    ${barTableView(headings, rows)}
    ${shown === 0 ? notShownView() : nothing}</section>`;
}

function notShownView(): TemplateResult {
  return html`<p class="quiet">No one has seen this release yet. Visitors count when it comes into view
    in a page of yours that has the snippet.</p>`;
}

/** How often each rating was given, the highest first; for CSAT, with the five faces. */
export function ratingsView(score: Score): TemplateResult | typeof nothing {
  const { survey, distribution } = score;
  const { n } = score.headline;
  if (!survey) return nothing;
  const labelView = hasFaces(score) ? ratingView : String;
  const headings = {
    caption: 'How often each rating was given',
    label: 'Rating',
    count: 'Answers',
    share: 'Share',
  };
  const rows = distribution.toReversed().map(({ rating, count }) => {
    const share = n === 0 ? null : count / n;
    const parts = [{ share: share ?? 0, colour: `r${rating}` }];
    return { label: labelView(rating), count, share, parts };
  });
  return html`<section class="card block">${headingView('Ratings', definitions.ratings)}
    ${barTableView(headings, rows)}</section>`;
}

/** The reasons, each split by the ratings that it was given with. */
export function reasonsView(score: Score): TemplateResult | typeof nothing {
  const { reasons, distribution, headline } = score;
  if (reasons.length === 0) return nothing;
  const headings = {
    caption: 'How often each reason was given',
    label: 'Reason',
    count: 'Answers',
    share: 'Share of answers',
  };
  const rows = reasons.map(({ choice, count, byRating }) => ({
    label: reasonLabel(choice),
    count,
    share: count / headline.n,
    parts: byRating.map((one) => ({ share: one.count / headline.n, colour: `r${one.rating}` })),
  }));
  const ratings = distribution.map(({ rating }) => rating);
  return html`<section class="card block wide">${headingView('Reasons', definitions.reasons)}
    <ul class="legend" aria-hidden="true">${ratings.map((rating) => legendView(rating, hasFaces(score) ? ratingLabel(rating) : ''))}</ul>
    ${barTableView(headings, rows)}${reasonTableView(reasons, ratings)}</section>`;
}

function legendView(rating: number, label: string): TemplateResult {
  return html`<li><svg viewBox="0 0 10 10">${svg`<rect class="r${rating}" width="10" height="10" rx="2"></rect>`}</svg>
    ${rating} ${label}</li>`;
}

function reasonTableView(reasons: Score['reasons'], ratings: readonly number[]): TemplateResult {
  const countAt = ({ byRating }: Score['reasons'][number], rating: number) =>
    byRating.find((one) => one.rating === rating)?.count ?? 0;
  return html`<details><summary>Show by rating as a table</summary>
    <div class="data-table" role="region" aria-label="Reasons by rating" tabindex="0"><table>
      <thead><tr><th scope="col">Reason</th>${ratings.map((rating) => html`<th scope="col">Rated ${rating}</th>`)}</tr></thead>
      <tbody>${reasons.map(
        (reason) =>
          html`<tr><th scope="row">${reasonLabel(reason.choice)}</th>${ratings.map(
            (rating) => html`<td>${formatNumber(countAt(reason, rating))}</td>`,
          )}</tr>`,
      )}</tbody></table></div></details>`;
}

/** The score by channel. */
export function channelsView({ survey, bySurface }: Score): TemplateResult | typeof nothing {
  if (!survey) return nothing;
  return html`<section class="card block">${headingView('By surface', definitions.channels)}
    ${
      bySurface.length === 0
        ? html`<p class="quiet">No answers that count yet.</p>`
        : html`<dl class="surfaces">${bySurface.map(
            ({ surface, headline }) => html`<div><dt>${channelLabels[surface]}</dt>
              <dd><score-figure .score=${headline}></score-figure></dd></div>`,
          )}</dl>`
    }</section>`;
}

/** The first exposures and ratings by day; nothing if there are none. */
export function daysView({ byDay }: Score): TemplateResult | typeof nothing {
  if (byDay.every(({ shown, answered }) => shown + answered === 0)) return nothing;
  return html`<section class="card block wide">${headingView('By day', definitions.days)}
    <day-chart .days=${byDay}></day-chart></section>`;
}
