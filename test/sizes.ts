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
  reason: string;
}

/** What the build says of its parts, by source file: the script, and those it imports at once. */
type Manifest = Record<string, { file: string; imports?: string[]; css?: string[] }>;

const widget = join('dist', 'widget');
const dashboard = join('dist', 'admin');

/** The faces, the form beneath them, and the queue that sends what was said. */
const ratingSources = ['rating-view', 'follow-up-form'].map((name) => `widget/surveys/${name}.ts`);
ratingSources.push('widget/queue/answers.ts');

const budgets: Budget[] = [
  {
    what: 'the loader',
    files: [join(widget, 'loader.js')],
    maxBytes: 3 * kilobyte,
    reason: 'every page of every host pays for it, whether anybody reads the news or not',
  },
  {
    what: 'the first opening: panel, Lit and English',
    files: withImports(widget, 'widget/widget.ts', 'widget/locales/en.json'),
    maxBytes: 12.5 * kilobyte,
    reason: 'somebody who has just pressed the launcher waits for it, perhaps on a slow phone',
  },
  {
    what: 'the first opening with what a rating and its comment need, fetched once the releases are shown',
    files: withImports(widget, ...ratingSources),
    maxBytes: 20 * kilobyte,
    reason:
      'whoever rates the newest release waits for it, and a part that moves must still be weighed',
  },
  {
    what: 'the first page of the dashboard: shell, Lit, style sheet and the list of releases',
    files: withImports(dashboard, 'index.html', 'releases/releases-page.ts'),
    // The transitions of a release are in it since the buttons and the server read one table.
    maxBytes: 27.25 * kilobyte,
    reason:
      'somebody opens it many times a day; above all, editor and charts must not slip into it',
  },
  {
    what: 'the built server',
    files: scriptsIn(join('dist', 'api')),
    // The sign-in library is 170 kB of it; the first sign-in reads that part, not the start.
    maxBytes: 940 * kilobyte,
    reason: 'it is read and compiled at each start, before the first request is answered',
  },
];

for (const budget of budgets) {
  const sizes = budget.files.map(measure).sort((a, b) => b.bytes - a.bytes);
  const bytes = sizes.reduce((sum, weight) => sum + weight.bytes, 0);
  const figure = `${inKilobytes(bytes)} of ${inKilobytes(budget.maxBytes)}, compressed`;
  console.log(`${budget.what}: ${figure}`);
  if (bytes > budget.maxBytes) reportExcess(budget, sizes, figure);
}

interface FileSize {
  path: string;
  bytes: number;
}

function measure(path: string): FileSize {
  return { path, bytes: gzipSync(readFileSync(path), { level: 9 }).length };
}

function scriptsIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => extname(path) === '.js').map((path) => join(folder, path));
}

/** What these sources are built into with all that they import, each once; what is inlined has none. */
function withImports(folder: string, ...sources: string[]): string[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const reached = new Set(sources.filter((source) => source in manifest));
  for (const source of reached) {
    for (const imported of manifest[source]?.imports ?? []) reached.add(imported);
  }
  const files = [...reached].flatMap((source) => {
    const { file = '', css = [] } = manifest[source] ?? {};
    return [file, ...css];
  });
  return files.map((file) => join(folder, file));
}

function reportExcess({ what, reason }: Budget, sizes: FileSize[], figure: string): void {
  const heaviest = sizes.slice(0, 5).map(({ path, bytes }) => `  ${inKilobytes(bytes)} ${path}`);
  console.error(
    [
      `Too heavy: ${what} is ${figure}, and ${reason}.`,
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
