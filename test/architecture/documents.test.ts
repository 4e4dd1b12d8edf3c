import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { surveyKinds } from '../../contract/survey-kinds.ts';
import * as vocabulary from '../../contract/vocabulary.ts';
import { brokenReferences, type Files, promisesOf } from './document-references.ts';

// What the code and the documents cite is in the repository, and the documents agree with the code.

const folders = '.ci admin api bench contract demo docs migrations test widget'.split(' ');
const files = readFiles();

describe('documents', () => {
  test('that are referred to exist, with their sections; so do decisions and promises', () => {
    const readable = [...files].filter(([, text]) => text !== '').map(([path]) => path);
    expect(readable.length).toBeGreaterThan(800);
    expect(readable.flatMap((path) => brokenReferences(path, files))).toEqual([]);
  });

  test('name for each promise only tests that cite its number', () => {
    const promises = [...promisesOf(files)];
    expect(promises.length).toBeGreaterThan(20);
    const unproven = promises.filter(([number, row]) => {
      const tests = [...row.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, path = '']) => path);
      const citing = tests.filter((path) =>
        new RegExp(`\\b${number}\\b`).test(files.get(path) ?? ''),
      );
      return tests.length === 0 || citing.length < tests.length;
    });
    expect(unproven.map(([number]) => number)).toEqual([]);
  });

  test('have each transition of a release as the code has it', () => {
    const rows = Object.entries(vocabulary.transitions).map(
      ([verb, { from, to, role, message }]) => {
        const cells = [
          `\`${verb}\``,
          from.map((state) => `\`${state}\``).join(', '),
          `\`${to}\``,
          role,
        ];
        return `| ${cells.join(' | ')} |${message ? ` \`${message}\`` : ''} |`;
      },
    );
    expect(rows.filter((row) => !documentedVocabulary().includes(row))).toEqual([]);
  });

  test('have every word of the closed lists', () => {
    const { noteKinds, releaseStates, keyScopes, tokenAlgorithms, responseStates } = vocabulary;
    const { surfaces, identityLevels, heldStates, eventKinds, scoreDisplays } = vocabulary;
    const words: string[] = [...noteKinds, ...releaseStates, ...keyScopes, ...tokenAlgorithms];
    words.push(...responseStates, ...surfaces, ...identityLevels, ...heldStates, ...eventKinds);
    words.push(...scoreDisplays, ...surveyKinds);
    const missing = words.filter((word) => !documentedVocabulary().includes(`\`${word}\``));
    expect(missing).toEqual([]);
  });

  function documentedVocabulary(): string {
    return files.get('docs/vocabulary.md') ?? '';
  }
});

describe('the search for references', () => {
  const made = new Map([
    ['docs/a.md', '# One & two\n\n```\n# not a heading\n```\n'],
    ['docs/decisions/0001-x.md', '# X'],
    ['docs/promises.md', '| number | fault |\n|---|---|\n| R1 | fire |\n'],
    ['docs/picture.png', ''],
    ['api/near.md', '## `code` and [link](x)'],
  ]);
  const ticks = '```';
  // What stands for a value within a template, as a program would write it.
  const value = ['$', '{n}'].join('');

  test.each([
    [
      'docs/b.md',
      'See [a](a.md), [two](a.md#one--two), [it](picture.png), [all](../docs/) and R1.',
    ],
    [
      'docs/b.md',
      '# Here\n\n[here](#here), `docs/a.md`, a.md and decision 0001. [x](https://x.y/z.md)',
    ],
    ['docs/b.md', `\`[x](gone.md)\` and\n\n${ticks}sh\ncat gone.md # R9\n${ticks}\n`],
    [
      'docs/b.md',
      'https://example.com/gone.md, accepted; supersedes 0001. Migration 0002, R 4.1, AR2.',
    ],
    ['api/x.ts', '// near.md#code-and-link, docs/a.md#one--two; decision\n// 0001 (R1).\n'],
    ['api/x.ts', `const data = ['gone.md', \`R9 ${value} decision 0009\`, /decision 0009/];`],
    ['api/x.ts', "import text from './gone.md?raw';\nread('http://x/* docs/gone.md');"],
  ])('finds no fault in %s: %s', (path, text) => {
    expect(brokenReferences(path, new Map([...made, [path, text]]))).toEqual([]);
  });

  test.each([
    ['docs/b.md', '[x](gone.md)', ['1: gone.md']],
    ['docs/b.md', '\n[x](a.md#three)\n\n[y](#here)', ['2: a.md#three', '4: #here']],
    ['docs/b.md', 'See [`docs/a.md`](docs/a.md).', ['1: docs/a.md']],
    [
      'docs/b.md',
      '[up](../../outside.md) and [none](nowhere/)',
      ['1: ../../outside.md', '1: nowhere/'],
    ],
    ['docs/b.md', `${ticks}\nx\n${ticks}\nSee \`docs/gone.md\`.`, ['4: docs/gone.md']],
    ['docs/b.md', 'superseded by 0002; R9', ['1: decision 0002', '1: R9']],
    ['api/x.ts', '/** A (A.md). */\n// docs/a.md#gone', ['1: A.md', '2: docs/a.md#gone']],
    ['api/x.ts', '/*\n * Decision\n * 0009: R2, R1. */', ['2: decision 0009', '3: R2']],
    ['test/x.ts', "test('as gone.md says (R3)', f);", ['1: gone.md', '1: R3']],
    [
      'test/x.ts',
      `onEachDatabase(\`${value} (R4)\`, f); test.each([1])("R5", f);`,
      ['1: R4', '1: R5'],
    ],
  ])('finds what is not there in %s: %s', (path, text, broken) => {
    const found = brokenReferences(path, new Map([...made, [path, text]]));
    expect(found).toEqual(broken.map((one) => `${path}:${one}`));
  });
});

/** The demo's Markdown is the text of a made-up product. */
function readFiles(): Files {
  const inside = folders.flatMap((folder) => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.map((name) => join(folder, name));
  });
  const paths = [...readdirSync('.'), ...inside].filter((path) => statSync(path).isFile());
  const isRead = (path: string) => /\.(ts|js|mjs|md)$/.test(path) && !/^demo\/.*\.md$/.test(path);
  return new Map(paths.map((path) => [path, isRead(path) ? readFileSync(path, 'utf8') : '']));
}
