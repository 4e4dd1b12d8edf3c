import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Headline } from '../../contract/scores.ts';
import { formatCount, formatPercent, formatPercentRange } from '../formats.ts';
import { baseStyles } from './base.styles.ts';
import { chipStyles } from './chip.styles.ts';

/** The room for marks at both ends of the drawing, whose scale is 0 to 100. */
const edge = 3;
const width = 100 + 2 * edge;

/**
 * A release's score as a small figure: the share of satisfied ratings on a scale from 0 to 1, with
 * whiskers for the 95% interval. The server decides how it is shown: not at all below 5 answers, as
 * early below 30 (docs/scores.md).
 */
class ScoreFigure extends LitElement {
  static override styles = [
    baseStyles,
    chipStyles,
    css`
      :host { display: block; min-width: 8.5rem; }
      .line { display: flex; align-items: center; gap: var(--space-2); white-space: nowrap; }
      strong { font-weight: 600; font-variant-numeric: tabular-nums; }
      svg { display: block; width: 100%; max-width: 8.5rem; height: auto; margin-block: 0.2rem 0.1rem;
        overflow: visible; }
      .track { stroke: var(--line); stroke-width: 4; stroke-linecap: round; }
      .interval { stroke: color-mix(in srgb, var(--accent) 45%, var(--surface)); stroke-width: 4; }
      .end { stroke: var(--accent); stroke-width: 1.5; }
      .value { fill: var(--accent); stroke: var(--surface); stroke-width: 1.5; }
      .note { font-size: var(--type-small); font-variant-numeric: tabular-nums; }
      div.note { white-space: nowrap; }
    `,
  ];
  static override properties = { score: { attribute: false } };

  declare score: Headline;

  protected override render(): TemplateResult {
    const { n, value, interval, display } = this.score;
    if (n === 0) return html`<span class="note">No answers yet</span>`;
    if (display === 'hidden' || value === null || !interval) {
      return html`<span class="note">${formatCount(n, 'answer')}, too few for a score</span>`;
    }
    return html`<div class="line"><strong>${formatPercent(value)}</strong><span class="visually-hidden">satisfied,</span>${
      display === 'early'
        ? html`<span class="chip warn" title="Fewer than 30 answers">early</span>`
        : nothing
    }</div>
      ${scaleView(value, interval)}
      <div class="note"><span class="visually-hidden">95% interval </span>${formatPercentRange(interval)}
        · ${formatCount(n, 'answer')}</div>`;
  }
}

/** Hidden from screen readers, because the text beside it says the same. */
function scaleView(value: number, { low, high }: { low: number; high: number }): TemplateResult {
  const [from, to, at] = [low, high, value].map((fraction) => edge + 100 * fraction);
  return html`<svg viewBox="0 0 ${width} 10" aria-hidden="true">
    <line class="track" x1=${edge} x2=${width - edge} y1="5" y2="5"></line>
    <line class="interval" x1=${from} x2=${to} y1="5" y2="5"></line>
    <line class="end" x1=${from} x2=${from} y1="1" y2="9"></line>
    <line class="end" x1=${to} x2=${to} y1="1" y2="9"></line>
    <circle class="value" cx=${at} cy="5" r="3.2"></circle></svg>`;
}

customElements.define('score-figure', ScoreFigure);
