import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

// The size budgets of what is built. A budget that breaks is a question: what came in, and is it
// worth its weight? Where it is, raise the budget in the commit that needs it and say why there.

interface Budget {
  what: string;
  folder: string;
  maxKilobytes: number;
  /** What the weight costs somebody. */
  because: string;
}

const budgets: Budget[] = [
  {
    what: 'the built server, compressed',
    folder: 'dist/api',
    maxKilobytes: 640,
    because: 'it is read and compiled at each start, before the first request is answered',
  },
];

for (const budget of budgets) {
  const files = weigh(budget.folder);
  const kilobytes = files.reduce((sum, file) => sum + file.kilobytes, 0);
  const figure = `${kilobytes.toFixed(0)} kB of ${budget.maxKilobytes} kB`;
  console.log(`${budget.what}: ${figure}`);
  if (kilobytes > budget.maxKilobytes) refuse(budget, files, figure);
}

interface Weight {
  path: string;
  kilobytes: number;
}

/** Every script in a folder and how much it weighs compressed, heaviest first. */
function weigh(folder: string): Weight[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => extname(path) === '.js')
    .map((path) => ({ path, kilobytes: gzipSync(readFileSync(join(folder, path))).length / 1024 }))
    .sort((a, b) => b.kilobytes - a.kilobytes);
}

function refuse({ what, because }: Budget, files: Weight[], figure: string): void {
  const heaviest = files
    .slice(0, 5)
    .map((file) => `  ${file.kilobytes.toFixed(0)} kB ${file.path}`);
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
