import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

// The size budgets of what is built. A budget that breaks is a question: what came in, and is it
// worth its weight? Where it is, raise the budget in the commit that needs it and say why there.

/** Bytes. */
const kilobyte = 1024;

interface Budget {
  what: string;
  files: string[];
  maxBytes: number;
  /** What the weight costs somebody. */
  because: string;
}

/** What the build says of its parts, by source file: the script, and those it imports at once. */
type Manifest = Record<string, { file: string; imports?: string[] }>;

const widget = join('dist', 'widget');
const manifest: Manifest = JSON.parse(readFileSync(join(widget, 'manifest.json'), 'utf8'));

const budgets: Budget[] = [
  {
    what: 'the loader',
    files: [join(widget, 'loader.js')],
    maxBytes: 3 * kilobyte,
    because: 'every page of every host pays for it, whether anybody reads the news or not',
  },
  {
    what: 'the first opening: panel, rating, Lit and English',
    files: withImports('widget/widget.ts', 'widget/locales/en.json'),
    maxBytes: 14 * kilobyte,
    because: 'somebody who has just pressed the launcher waits for it, perhaps on a slow phone',
  },
  {
    what: 'the built server',
    files: scriptsIn(join('dist', 'api')),
    // The sign-in library is 170 kB of it; the first sign-in reads that part, not the start.
    maxBytes: 850 * kilobyte,
    because: 'it is read and compiled at each start, before the first request is answered',
  },
];

for (const budget of budgets) {
  const weights = budget.files.map(weigh).sort((a, b) => b.bytes - a.bytes);
  const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0);
  const figure = `${inKilobytes(bytes)} of ${inKilobytes(budget.maxBytes)}, compressed`;
  console.log(`${budget.what}: ${figure}`);
  if (bytes > budget.maxBytes) refuse(budget, weights, figure);
}

interface Weight {
  path: string;
  bytes: number;
}

function weigh(path: string): Weight {
  return { path, bytes: gzipSync(readFileSync(path), { level: 9 }).length };
}

function scriptsIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => extname(path) === '.js').map((path) => join(folder, path));
}

/** The scripts of these sources with all that they import, each once; what is inlined has none. */
function withImports(...sources: string[]): string[] {
  const reached = new Set(sources.filter((source) => source in manifest));
  for (const source of reached) {
    for (const imported of manifest[source]?.imports ?? []) reached.add(imported);
  }
  return [...reached].map((source) => join(widget, manifest[source]?.file ?? ''));
}

function refuse({ what, because }: Budget, weights: Weight[], figure: string): void {
  const heaviest = weights.slice(0, 5).map(({ path, bytes }) => `  ${inKilobytes(bytes)} ${path}`);
  console.error(
    [
      `Too heavy: ${what} is ${figure}, and ${because}.`,
      'The heaviest files are:',
      ...heaviest,
      'Look at what was added (a new package, or a part that could load later). If it is worth its',
      'weight, raise the budget in test/sizes.ts and say why in the commit.',
    ].join('\n'),
  );
  process.exitCode = 1;
}

function inKilobytes(bytes: number): string {
  return `${(bytes / kilobyte).toFixed(bytes < 100_000 ? 2 : 0)} kB`;
}
