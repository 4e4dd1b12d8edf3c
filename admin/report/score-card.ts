import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Score } from '../../contract/scores.ts';
import { type RatingScale, ratingsOf } from '../../contract/survey-kinds.ts';
import { scoreScaleView } from '../charts/score-scale.ts';
import { headingView } from '../elements/definition-button.ts';
import { formatCount, formatNumber, formatPercent, formatPercentRange } from '../formats.ts';
import { findScale } from './scale.ts';

/** The number of answers that a score needs. The API decides whether a score is shown. */
const minAnswers = 5;

/**
 * The satisfaction score, with its interval, its count and the answers that are not counted.
 * `reviewPath` is the page of the groups that are held back.
 */
export function scoreCardView(score: Score, reviewPath: string): TemplateResult {
  const { survey, definition } = score;
  return html`<section class="card block score">${headingView('Satisfaction', definition)}
    ${survey ? figureView(score) : html`<p class="quiet">This release asks nothing of its visitors, as all that were imported.</p>`}
    ${heldBackView(score, reviewPath)}${excludedView(score, reviewPath)}</section>`;
}

function figureView(score: Score): TemplateResult {
  const { n, satisfied, value, interval, display } = score.headline;
  const scale = findScale(score);
  if (n > 0 && !scale) return html`<p class="quiet">${score.definition}</p>`;
  if (display === 'hidden' || value === null || !interval || !scale) return tooFewView(n);
  return html`<p class="figure"><strong>${formatPercent(value)}</strong>
      <span>satisfied${display === 'early' ? html` <span class="chip warn">early</span>` : nothing}</span></p>
    <p class="figures">${formatPercentRange(interval)} <span class="quiet">95% confidence</span></p>
    ${scoreScaleView(value, interval)}
    <p class="quiet figures">${formatNumber(satisfied)} of ${formatCount(n, 'answer')} are ${satisfiedLabel(scale)}.${
      display === 'early' ? ' Below 30 answers a few people more can change much.' : nothing
    }</p>`;
}

const alternatives = new Intl.ListFormat('en', { type: 'disjunction' });

/** The ratings that count as satisfied: `4 or 5`. */
function satisfiedLabel(scale: RatingScale): string {
  const satisfied = ratingsOf(scale).filter((rating) => rating >= scale.satisfiedFrom);
  return alternatives.format(satisfied.map(String));
}

/** A square for each answer that is needed. */
function tooFewView(n: number): TemplateResult {
  const square = (at: number) =>
    svg`<rect class=${at < n ? 'part' : 'track'} x=${at * 28} width="24" height="10" rx="3"></rect>`;
  return html`<p class="figure none"><strong>${n} of ${minAnswers} answers needed</strong></p>
    <svg class="pips" viewBox="0 0 136 10" aria-hidden="true">${Array.from({ length: minAnswers }, (_, at) => square(at))}</svg>
    <p class="quiet">${
      n === 0
        ? 'Visitors are asked below the release, wherever they read it.'
        : 'So few answers say more of the people than of the release.'
    }</p>`;
}

const excludedLabels: Record<keyof Score['keptOut'], string> = {
  outOfWindow: 'given over 14 days after first seeing it',
  unverified: 'by anonymous visitors',
  staff: 'by staff',
  bots: 'by known bots',
  quarantined: 'from suspicious networks',
  otherVersions: 'to another edition of the survey',
};

function heldBackView({ heldBack }: Score, reviewPath: string): TemplateResult | typeof nothing {
  if (heldBack === 0) return nothing;
  return html`<p class="held-back figures">${formatNumber(heldBack)} held back:
    <a href=${reviewPath}>review<span class="visually-hidden"> the answers held back</span></a></p>`;
}

/** Answers that are held back have their own line, and are not counted again here. */
function excludedView(
  { keptOut, heldBack }: Score,
  reviewPath: string,
): TemplateResult | typeof nothing {
  const rest = { ...keptOut, quarantined: Math.max(0, keptOut.quarantined - heldBack) };
  const entries = Object.entries(rest) as [keyof typeof rest, number][];
  const parts = entries.filter(([, count]) => count > 0);
  if (parts.length === 0) return nothing;
  const items = parts.map(([reason, count], at) => {
    const label = `${formatNumber(count)} ${excludedLabels[reason]}`;
    const part = reason === 'quarantined' ? html`<a href=${reviewPath}>${label}</a>` : label;
    return html`${at > 0 ? ', ' : nothing}${part}`;
  });
  return html`<p class="note">${heldBack > 0 ? 'Also not counted' : 'Not counted'}: ${items}.</p>`;
}
