import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from '../elements/base.styles.ts';
import { formatDate, formatNumber } from '../formats.ts';
import { chartStyles } from './chart.styles.ts';
import { type Day, datesView, heightOf, hitsView, type Lane, lanesView } from './day-lanes.ts';

const lanes: Lane[] = [
  { name: 'First shown', value: ({ shown }) => shown, colour: 'shown' },
  { name: 'Answered', value: ({ answered }) => answered, colour: 'answered' },
];

/** How many visitors first saw a release on each day, and how many answered; with its table. */
class DayChart extends LitElement {
  static override styles = [
    baseStyles,
    chartStyles,
    css`
      svg.chart { display: block; width: 100%; overflow: visible; }
      text { fill: var(--muted); font: var(--type-small) var(--font); font-variant-numeric: tabular-nums; }
      text.name { fill: var(--text); font-weight: 550; }
      .grid { stroke: var(--line); }
      .axis { stroke: var(--edge); }
      .shown { fill: var(--rated-4); }
      .answered { fill: var(--bar); }
      .hit { fill: transparent; }
      g:hover > .hit { fill: color-mix(in srgb, var(--muted) 12%, transparent); }
    `,
  ];
  static override properties = { days: { attribute: false }, width: { state: true } };

  declare days: readonly Day[];
  /** In px, measured once the chart is in the page: scaling the drawing would stretch its text. */
  declare private width: number;
  readonly #size = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry?.contentRect.width ?? 0);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  #chartView(): TemplateResult {
    const { days, width } = this;
    const height = heightOf(lanes);
    return html`<svg class="chart" height=${height} role="img" aria-label=${summaryOf(days)}>${
      width ? [...lanesView(lanes, days, width), ...datesView(days, width, height - 4)] : nothing
    }${width ? hitsView(days, width, height) : nothing}</svg>`;
  }

  protected override render(): TemplateResult {
    return html`${this.#chartView()}
      <details><summary>Show as a table</summary>
        <div class="data-table" role="region" aria-label="Days" tabindex="0"><table>
          <thead><tr><th scope="col">Day (UTC)</th>${lanes.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>${this.days
            .toReversed()
            .map(
              (day) =>
                html`<tr><th scope="row">${formatDate(day.day)}</th>${lanes.map(
                  ({ value }) => html`<td>${formatNumber(value(day))}</td>`,
                )}</tr>`,
            )}</tbody></table></div></details>`;
  }
}

customElements.define('day-chart', DayChart);

function summaryOf(days: readonly Day[]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return 'No days yet.';
  return `Visitors who first saw the release, and answers, on each day from ${formatDate(first.day)} to ${formatDate(last.day)}. The table below has the figures.`;
}
