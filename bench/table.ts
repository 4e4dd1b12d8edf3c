import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { isMet, type Line, ratiosOf, type Spread, spreadOf, type Target } from './figure.ts';
import { cores } from './programs.ts';

const file = new URL('../dist/bench.json', import.meta.url);
/** The load before the bench adds to it: on a busy machine the ratios vary and mean little. */
const loadBefore = loadavg()[0] ?? Number.NaN;
const head = ['figure', 'ours', 'floor', 'ratio (min – max)', 'target', '', 'what the floor is'];

/** Prints a table in Markdown: the median of the rounds, and the range of the ratios. */
export function printTable(lines: readonly Line[]): void {
  const rows = [head, head.map(() => '---'), ...lines.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log(`${machine()}; ${cores}.`);
  for (const row of rows) {
    const cells = row.map((cell, i) => cell.padEnd(widths[i] ?? 0, cell === '---' ? '-' : ' '));
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** Writes all rounds of all lines as JSON to `dist/bench.json`. */
export function writeResults(lines: readonly Line[]): void {
  const figures = lines.map((line) => ({
    ...line,
    ratio: spreadOf(ratiosOf(line)),
    met: isMet(line) ?? null,
  }));
  const results = { at: new Date().toISOString(), machine: machine(), cores, figures };
  mkdirSync(new URL('./', file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

function cellsOf(line: Line): string[] {
  const ratio = spreadOf(ratiosOf(line));
  const met = isMet(line);
  return [
    line.name,
    valueText(spreadOf(line.ours), line.unit),
    valueText(spreadOf(line.floor), line.unit),
    `${formatNumber(ratio.median)} (${formatNumber(ratio.min)} – ${formatNumber(ratio.max)})`,
    line.target ? targetText(line.target, line.unit) : '',
    met === undefined ? '' : met ? 'met' : 'MISSED',
    line.floorName,
  ];
}

function valueText({ median }: Spread, unit: string): string {
  const value = median >= 100 ? Math.round(median).toLocaleString('en') : formatNumber(median);
  return unit.startsWith('/') ? `${value}${unit}` : `${value} ${unit}`;
}

function targetText(target: Target, unit: string): string {
  if ('oursAtMost' in target) return `≤ ${target.oursAtMost} ${unit}`;
  return 'ratioAtLeast' in target ? `≥ ${target.ratioAtLeast}` : `≤ ${target.ratioAtMost} ×`;
}

function formatNumber(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function machine(): string {
  const processor = `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}`;
  return `${processor}, Node ${process.versions.node}, load before ${loadBefore.toFixed(1)}`;
}
