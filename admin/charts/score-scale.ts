import { css, html, svg, type TemplateResult } from 'lit';
import { formatPercent } from '../formats.ts';

/** The styles of `scoreScaleView`. */
export const scoreScaleStyles = css`
  svg.scale { display: block; width: 100%; height: 3.25rem; overflow: visible; }
  .scale text { fill: var(--muted); font: var(--type-small) var(--font); }
  .scale .track { stroke: var(--well); stroke-width: 10; }
  .scale .tick { stroke: var(--edge); stroke-width: 1; }
  .scale .interval { stroke: color-mix(in srgb, var(--accent) 40%, var(--surface)); stroke-width: 10; }
  .scale .end { stroke: var(--accent); stroke-width: 2; }
  .scale .value { fill: var(--accent); stroke: var(--surface); stroke-width: 2.5; }
`;

/**
 * A share on a scale from 0 to 100%, with whiskers at both ends of its interval. Hidden from screen
 * readers, because the text beside it says the same.
 */
export function scoreScaleView(
  value: number,
  { low, high }: { low: number; high: number },
): TemplateResult {
  const y = 14;
  const tick = (
    share: number,
  ) => svg`<line class="tick" x1=${percentOf(share)} x2=${percentOf(share)}
      y1="26" y2="31"></line><text x=${percentOf(share)} y="46" text-anchor=${anchorOf(share)}>${formatPercent(share)}</text>`;
  const end = (share: number) =>
    svg`<line class="end" x1=${percentOf(share)} x2=${percentOf(share)} y1="5" y2="23"></line>`;
  return html`<svg class="scale" aria-hidden="true">
    <line class="track" x1="0" x2="100%" y1=${y} y2=${y}></line>
    <line class="interval" x1=${percentOf(low)} x2=${percentOf(high)} y1=${y} y2=${y}></line>
    ${[low, high].map(end)}<circle class="value" cx=${percentOf(value)} cy=${y} r="8"></circle>
    ${[0, 0.25, 0.5, 0.75, 1].map(tick)}</svg>`;
}

function percentOf(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

function anchorOf(share: number): string {
  if (share === 0) return 'start';
  return share === 1 ? 'end' : 'middle';
}
