import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, isMet, type Line } from './figure.ts';
import { feed } from './figures/feed.ts';
import { buildPrograms, pinLoad } from './programs.ts';
import { printTable, writeResults } from './table.ts';

/** `npm run bench`, or `npm run bench -- feed answers` for some of its figures. */
const figures: Record<string, Figure> = { feed };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in figures));
if (unknown.length > 0) {
  throw new Error(`No figure is called ${unknown}; there are ${Object.keys(figures)}.`);
}

await buildPrograms();
pinLoad();
const lines: Line[] = [];
for (const [name, measure] of Object.entries(figures)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`${name} …`);
  const folder = mkdtempSync(join(tmpdir(), `tidings-bench-${name}-`));
  lines.push(...(await measure(folder)));
  rmSync(folder, { recursive: true });
}
printTable(lines);
writeResults(lines);
if (lines.some((line) => isMet(line) === false)) process.exitCode = 1;
