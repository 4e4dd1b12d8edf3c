import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { textsInCatalogue } from './texts/catalogue.ts';
import { textsInSource } from './texts/source.ts';

// `npm run texts`: every sentence that a person may read on a screen, in an error or in a terminal,
// with the place it comes from, for a review with fresh eyes. A folder as an argument narrows it.

const [folder = '.'] = process.argv.slice(2);
const tracked = execFileSync('git', ['ls-files', folder], { encoding: 'utf8' }).split('\n');
const sources = /^(admin|api|contract|demo|widget)\/.*(?<!\.styles|\.d)\.ts$/;

for (const path of tracked) {
  const texts = textsIn(path);
  if (texts.length === 0) continue;
  console.log(`\n## ${path}\n`);
  for (const { line, text } of texts) console.log(`${line}: ${text}`);
}

function textsIn(path: string): { line: number; text: string }[] {
  if (/^widget\/locales\/en.*\.json$/.test(path)) return textsInCatalogue(read(path));
  return sources.test(path) ? textsInSource(path, read(path)) : [];
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}
