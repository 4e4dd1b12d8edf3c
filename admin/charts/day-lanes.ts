import { scaleBand, scaleLinear } from 'd3-scale';
import { svg, type TemplateResult } from 'lit';
import type { Score } from '../../contract/scores.ts';
import {
  formatCompactNumber,
  formatCount,
  formatDate,
  formatNumber,
  formatShortDate,
} from '../formats.ts';

export type Day = Score['byDay'][number];

/** A measure by day, and the class of its colour. */
export interface Lane {
  name: string;
  value: (day: Day) => number;
  colour: string;
}

const laneHeight = 96;
const headHeight = 48;
const footHeight = 24;
const left = 40;
/** Limits the bar of a single day. */
const widestBar = 36;
/** The width of a date below the axis. */
const datePx = 84;

/** The horizontal positions of days in a chart. */
function dayPositions(days: readonly Day[], width: number) {
  const scale = scaleBand<string>()
    .domain(days.map(({ day }) => day))
    .range([left, width])
    .paddingInner(0.25)
    .paddingOuter(0.1);
  const start = ({ day }: Day) => scale(day) ?? left;
  const middle = (day: Day) => start(day) + scale.bandwidth() / 2;
  return { start, middle, step: scale.step(), bar: Math.min(scale.bandwidth(), widestBar) };
}

/** The height of a chart with these lanes. */
export function heightOf(lanes: readonly Lane[]): number {
  return lanes.length * (laneHeight + headHeight) + footHeight;
}

/** Bars by day. Each lane has its own scale, because one measure can be 100 times the other. */
export function lanesView(lanes: readonly Lane[], days: readonly Day[], width: number) {
  const { middle, bar } = dayPositions(days, width);
  return lanes.map(({ name, value, colour }, n) => {
    const top = headHeight + n * (laneHeight + headHeight);
    const max = Math.max(1, ...days.map(value));
    const y = scaleLinear()
      .domain([0, max])
      .range([top + laneHeight, top])
      .nice(2);
    const barView = (day: Day) => svg`<rect class=${colour} x=${middle(day) - bar / 2} width=${bar}
      y=${y(value(day))} height=${y(0) - y(value(day))} rx=${Math.min(2, bar / 4)}></rect>`;
    return svg`<text class="name" x="0" y=${top - 18}>${name}</text>
      ${y
        .ticks(2)
        .filter(Number.isInteger)
        .map((tick) => tickView(tick, y(tick), width))}
      ${days.map(barView)}`;
  });
}

function tickView(tick: number, y: number, width: number): TemplateResult {
  return svg`<line class=${tick === 0 ? 'axis' : 'grid'} x1=${left} x2=${width} y1=${y} y2=${y}></line>
    <text x=${left - 8} y=${y + 4} text-anchor="end">${formatCompactNumber(tick)}</text>`;
}

/** The indexes of the days with a date: the first, and then equal steps of whole days. */
export function labelledDays(days: number, max: number): number[] {
  const step = Math.max(1, Math.ceil((days - 1) / Math.max(1, max - 1)));
  return Array.from({ length: Math.ceil(days / step) }, (_, n) => n * step);
}

/** As many dates as there is room for, at most 7. */
export function datesView(days: readonly Day[], width: number, y: number): TemplateResult[] {
  const { middle, bar } = dayPositions(days, width);
  const max = Math.max(1, Math.min(Math.floor((width - left) / datePx), 7));
  return labelledDays(days.length, max).map((at) => {
    const day = days[at] as Day;
    const isLast = at > 0 && at === days.length - 1;
    const anchor = at === 0 ? 'start' : isLast ? 'end' : 'middle';
    const edge = at === 0 ? -bar / 2 : isLast ? bar / 2 : 0;
    return svg`<text x=${middle(day) + edge} y=${y} text-anchor=${anchor}>${formatShortDate(day.day)}</text>`;
  });
}

/** The areas that show a day's figures as a tooltip. */
export function hitsView(days: readonly Day[], width: number, height: number): TemplateResult[] {
  const { start, step } = dayPositions(days, width);
  return days.map(
    (day) => svg`<g><title>${toDayLabel(day)}</title><rect class="hit" x=${start(day) - step * 0.1}
      width=${step} y=${headHeight} height=${height - headHeight - footHeight}></rect></g>`,
  );
}

function toDayLabel({ day, shown, answered }: Day): string {
  return `${formatDate(day)}: first shown to ${formatNumber(shown)}, ${formatCount(answered, 'answer')}`;
}
