import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, isMet, type Line } from './figure.ts';
import { answers } from './figures/answers.ts';
import { answersPostgres } from './figures/answers-postgres.ts';
import { feed } from './figures/feed.ts';
import { feedWhileAnswering } from './figures/feed-while-answering.ts';
import { firstList } from './figures/first-list.ts';
import { footprint } from './figures/footprint.ts';
import { importing } from './figures/import.ts';
import { keystroke } from './figures/keystroke.ts';
import { live } from './figures/live.ts';
import { liveStops } from './figures/live-stops.ts';
import { scores } from './figures/scores.ts';
import { tokenVerification } from './figures/token-verification.ts';
import { verified } from './figures/verified.ts';
import { buildPrograms, pinLoad } from './programs.ts';
import { printTable, writeResults } from './table.ts';

/** The figures of `npm run bench`. `npm run bench -- feed answers` measures only those named. */
const figures: Record<string, Figure> = {
  feed,
  verified,
  'token-verification': tokenVerification,
  answers,
  'feed-while-answering': feedWhileAnswering,
  'answers-postgres': answersPostgres,
  scores,
  import: importing,
  live,
  'live-stops': liveStops,
  'first-list': firstList,
  keystroke,
  footprint,
};

const requested = process.argv.slice(2);
const unknown = requested.filter((name) => !(name in figures));
if (unknown.length > 0) {
  throw new Error(`There is no figure named ${unknown}. Choose from ${Object.keys(figures)}.`);
}

await buildPrograms();
pinLoad();
const lines: Line[] = [];
for (const [name, measure] of Object.entries(figures)) {
  if (requested.length === 0 || requested.includes(name))
    lines.push(...(await measureFigure(name, measure)));
}
printTable(lines);
writeResults(lines);
if (lines.some((line) => isMet(line) === false)) process.exitCode = 1;

/** Measures a figure. If it fails, the others are still measured. */
async function measureFigure(name: string, measure: Figure): Promise<Line[]> {
  console.error(`${name} …`);
  const folder = mkdtempSync(join(tmpdir(), `tidings-bench-${name}-`));
  try {
    return await measure(folder);
  } catch (error) {
    console.error(`${name} could not be measured:`, error);
    process.exitCode = 1;
    return [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
