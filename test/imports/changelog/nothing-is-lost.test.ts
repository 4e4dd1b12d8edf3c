import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { readChangelog } from '../../../api/imports/changelog/read-changelog.ts';
import { lexTopLevel } from '../../../api/imports/changelog/top-level.ts';
import { findUnreadLines } from './unread-lines.ts';

const pieces = [
  ...[
    '# Changelog',
    '## 1.2.3',
    '## [1.0.0] - 2020-01-01',
    '### Fixed',
    '## Unreleased',
    '### x',
    '#',
  ],
  ...[
    '1.0.0 / 2014-01-01\n====',
    'prose\n---',
    '**Fixed**',
    '- item',
    '* item',
    '  1. one',
    '-',
    '+\ttab',
  ],
  ...[
    '  indented',
    '    code',
    '\ttabbed',
    '```',
    '~~~',
    '> quote',
    '>',
    '|a|b|\n|-|-|\n|c|d|',
    '---',
  ],
  ...[
    '<!-- note -->',
    '<!--',
    '-->',
    '<div>',
    '</details>',
    '<a name="x"></a>',
    '[#1]: https://x.example',
  ],
  ...[
    '[#1]: https://y.example "again"',
    'plain prose',
    '2020-01-01',
    '[ref]: x',
    '',
    '',
    '  ',
    '\\',
    '_x_',
  ],
];
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom(...'#-*+>`~[]()<!:|= \t0.\ud800\0'),
      maxLength: 12,
    }),
  },
);
const changelogs = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([lines, end]) => lines.join(end));

describe('any text', () => {
  test('is accounted for, line by line', () => {
    fc.assert(
      fc.property(changelogs, (markdown) => {
        expect(findUnreadLines(markdown, readChangelog(markdown))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('is split by marked into tokens that make it up again', () => {
    fc.assert(
      fc.property(changelogs, (markdown) => {
        const text = markdown.replace(/\r\n?/g, '\n');
        const joined = lexTopLevel(text)
          ?.map(({ raw }) => raw)
          .join('');
        expect(joined?.trimEnd()).toBe(text.trimEnd());
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the top level of a text', () => {
  test('is that of marked: the same lists and headings in the same places', () => {
    const markdown =
      '## 1\n\n- a\n  - b\n\n      c\n- > d\n  e\n\n> f\ng\n\n1. h\n\n***\n2) i\n\n# j';
    const shape = (tokens: { type: string; raw: string }[] = []) =>
      tokens.map(({ type, raw }) => [type, raw]);
    expect(shape(lexTopLevel(markdown))).toEqual(shape(marked.lexer(markdown)));
  });
});

describe('hostile text', () => {
  const bytes = 300_000;
  test.each([
    ['bullets within bullets', `${'- '.repeat(bytes / 2)}x\ny`],
    ['quotations within quotations', '>'.repeat(bytes)],
    ['a paragraph without end', `## 1.0.0\n${'a\n'.repeat(bytes / 2)}===`],
    ['brackets', '['.repeat(bytes)],
    ['open comments', '<!-- '.repeat(bytes / 5)],
    ['definitions that never close', '[a]: b "\n'.repeat(bytes / 9)],
    [
      'the cells of a wide table',
      `${'|a'.repeat(5000)}|\n${'|-'.repeat(5000)}|\n${'|\n'.repeat(50_000)}`,
    ],
    ['a long version', `## ${'1.'.repeat(bytes / 2)}`],
    [
      'noise',
      Array.from({ length: bytes }, (_, at) => String.fromCharCode((at * at * 31) % 256)).join(''),
    ],
    ['lone surrogates', '\ud800\n'.repeat(bytes / 2)],
    ['zero bytes', '\0'.repeat(bytes)],
  ])('is read in a moment: %s', (_, markdown) => {
    const started = performance.now();
    const changelog = readChangelog(markdown);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(findUnreadLines(markdown, changelog)).toEqual([]);
  });
});
