import { html, nothing, svg, type TemplateResult } from 'lit';
import { formatNumber, formatPrecisePercent } from '../formats.ts';

/** One part of a bar: how much of its whole length, and the class of its colour. */
export interface BarPart {
  share: number;
  colour?: string;
}

/** A row of a table that is a chart as well. */
export interface BarRow {
  label: string | TemplateResult;
  count: number;
  /** From 0 to 1, as it is written; null where it is a share of nothing. */
  share: number | null;
  /** What the bar is made of, one behind the other; the share itself where nothing else is said. */
  parts?: readonly BarPart[];
}

/** Names of the columns, and what the table is called. */
export interface BarTableHeadings {
  caption: string;
  label: string;
  count: string;
  share: string;
}

/**
 * Each row with its number, its share in words and as a bar: the chart and its table are one. The roles
 * are said, since browsers forget those of a table that is laid out otherwise, as on a phone.
 */
export function barTableView(headings: BarTableHeadings, rows: readonly BarRow[]): TemplateResult {
  return html`<table class="bars" role="table">
    <caption class="heard">${headings.caption}</caption>
    <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${headings.label}</th>
      <th role="columnheader" scope="col" class="count">${headings.count}</th>
      <th role="columnheader" scope="col" class="share">${headings.share}</th></tr></thead>
    <tbody role="rowgroup">${rows.map(rowView)}</tbody></table>`;
}

function rowView({ label, count, share, parts = [{ share: share ?? 0 }] }: BarRow): TemplateResult {
  return html`<tr role="row"><th role="rowheader" scope="row">${label}</th>
    <td role="cell" class="count">${formatNumber(count)}</td>
    <td role="cell" class="share"><div>${barView(parts)}<span>${share === null ? '—' : formatPrecisePercent(share)}</span></div></td></tr>`;
}

/** Its length is the cell's, so that it needs no measuring; the words beside it say what it shows. */
function barView(parts: readonly BarPart[]): TemplateResult {
  let start = 0;
  const segments = parts.map(({ share, colour = '' }) => {
    const x = start;
    start += share;
    return svg`<rect class="part ${colour}" x=${toPercentage(x)} width=${toPercentage(share)} height="100%"></rect>
      ${x > 0 ? svg`<line class="gap" x1=${toPercentage(x)} x2=${toPercentage(x)} y1="0" y2="100%"></line>` : nothing}`;
  });
  return html`<svg class="bar" aria-hidden="true"><rect class="track" width="100%" height="100%"></rect>${segments}</svg>`;
}

function toPercentage(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
