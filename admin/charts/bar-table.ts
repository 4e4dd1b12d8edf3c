import { html, nothing, svg, type TemplateResult } from 'lit';
import { formatNumber, formatPrecisePercent } from '../formats.ts';

/** One part of a bar: its share of the whole length, and the class of its colour. */
export interface BarPart {
  share: number;
  colour?: string;
}

/** A row of a table that is also a chart. */
export interface BarRow {
  label: string | TemplateResult;
  count: number;
  /** From 0 to 1; null if it is a share of nothing. */
  share: number | null;
  /** The parts of the bar in order; one part, the share itself, by default. */
  parts?: readonly BarPart[];
}

/** The names of the columns and of the table. */
export interface BarTableHeadings {
  caption: string;
  label: string;
  count: string;
  share: string;
}

/**
 * A table and a chart in one: each row has its count, and its share as a number and as a bar. The
 * roles are explicit, because browsers drop those of a table with another layout, as on a phone.
 */
export function barTableView(headings: BarTableHeadings, rows: readonly BarRow[]): TemplateResult {
  return html`<table class="bars" role="table">
    <caption class="visually-hidden">${headings.caption}</caption>
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

/** Lengths are percentages, so nothing is measured. The number beside the bar says the same. */
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
