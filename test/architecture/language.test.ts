import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languageFaults } from './plain-language.ts';

// The worst patterns of stilted English. What they cannot find is left to reviewers: `npm run texts`
// lists every sentence that people read.

/** Text of made-up people. */
const data = /^demo\/filling\/.*\.md$/;

function written(): string[] {
  const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
  const isOurs =
    /^(?:admin|api|bench|contract|demo|docs|migrations|widget)\/|^[A-Z]+\.md$|^\w+\.\w+\.ts$/;
  return tracked.filter(
    (path) => /\.(?:ts|md)$/.test(path) && isOurs.test(path) && !data.test(path),
  );
}

describe('plain language', () => {
  test('is in every comment, document and screen', () => {
    const paths = written();
    expect(paths.length).toBeGreaterThan(600);
    expect(paths.flatMap((path) => languageFaults(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  test.each([
    ['// Read anew after a change.', 'again'],
    ['/** Whoever asks gets the answer. */', 'anyone who'],
    ['/**\n * Compiles, and\n * nobody waits. */', 'someone'],
    ['// Visitors are told of the release.', 'learns'],
    ['// Who has forgotten it starts over.', 'subject'],
    ['/** Counts. What is counted twice is wrong. */', 'subject'],
    ["const label = 'Go on with it';", 'continue'],
    ["const error = 'Sorry, please try again.';", 'nothing'],
    ["const done = 'All done!';", 'full stop'],
    ["const score = 'It is 77 % of all.';", '77%'],
  ])('knows a fault: %s', (source, instead) => {
    expect(languageFaults('api/x.ts', source).join()).toContain(instead);
  });

  test.each([
    '// Who may read this? Only members.',
    '/** `anew` is a name. */',
    'const css = css`a { color: red !important }`;',
    '/** The visitor for whom the answer stands. */',
    "test('anew', () => {});".replace('test', 'call'),
  ])('leaves other English alone: %s', (source) => {
    expect(languageFaults('api/x.ts', source)).toEqual([]);
  });
});
