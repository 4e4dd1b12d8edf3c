import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readChangelog } from '../../../api/imports/changelog/read-changelog.ts';
import type { NoteKind } from '../../../contract/vocabulary.ts';
import { countLines, type LineConvention } from './line-count.ts';
import { findUnreadLines } from './unread-lines.ts';

const root = new URL('../../../', import.meta.url);
const given = new URL('../shared/data/changelogs/', root);

/**
 * `versions` and `entries` were counted by `grep -cE` of the two patterns, plus the runs of prose
 * by eye; `countLines` counts again at each run, so that a newer edition of a package shows whether
 * the file or the reader changed. `first` and `last` are read off the file.
 */
interface RealChangelog extends LineConvention {
  file: string;
  versions: number;
  merged: string[];
  entries: number;
  first: [version: string, date: string | null];
  last: [version: string, date: string | null];
  notUnderstood: number;
}

const hashes = /^## /;
const dashes = /^- /;
const whole = { merged: [], notUnderstood: 0 };

const installed: RealChangelog[] = [
  {
    ...whole,
    file: '@codemirror/view/CHANGELOG.md', // a run of prose under each ### heading
    version: hashes,
    item: dashes,
    versions: 254,
    entries: 308,
    first: ['6.43.15', '2026-10-19'],
    last: ['0.17.0', '2020-12-29'],
  },
  {
    ...whole,
    file: '@codemirror/state/CHANGELOG.md',
    version: hashes,
    item: dashes,
    versions: 51,
    entries: 56,
    first: ['6.7.6', '2026-09-22'],
    last: ['0.17.0', '2020-12-29'],
  },
  {
    ...whole,
    file: 'nodemailer/CHANGELOG.md', // release-please, then plain lists and 28 runs of prose
    version: hashes,
    item: /^[*-] /,
    versions: 232,
    entries: 471 + 28,
    first: ['10.6.1', '2026-11-20'],
    last: ['0.5.2', '2013-07-25'],
  },
  {
    ...whole,
    file: 'mime-db/HISTORY.md', // underlined headings, indented lists
    version: /^[\d.]+ \/ /,
    item: /^ {2}\* /,
    versions: 61,
    entries: 213,
    first: ['1.52.0', '2022-02-21'],
    last: ['1.0.0', '2014-08-30'],
  },
  {
    ...whole,
    file: 'deep-extend/CHANGELOG.md', // underlined with dashes, no dates
    version: /^v\d/,
    item: dashes,
    versions: 6,
    entries: 16,
    first: ['0.6.0', null],
    last: ['0.4.0', null],
  },
  {
    file: 'async-exit-hook/CHANGELOG.md', // standard-version: # and ## mixed, lone anchors
    version: /^#+ \[?\d/,
    item: /^\* /,
    ignored: /^<a name=/,
    versions: 5,
    merged: [],
    entries: 7,
    first: ['2.0.1', '2017-08-03'],
    last: ['1.1.0', '2016-10-13'],
    notUnderstood: 1,
  },
  {
    ...whole,
    file: 'openapi3-ts/Changelog.md', // CRLF, the date on a line of its own
    version: hashes,
    item: dashes,
    ignored: /^\d{4}\.\d{2}\.\d{2}$/,
    versions: 31,
    entries: 54,
    first: ['4.6.2', '2026-10-15'],
    last: ['1.4.0', '2020-06-06'],
  },
  {
    ...whole,
    file: 'prebuild-install/CHANGELOG.md', // Keep a Changelog, with its definitions
    version: hashes,
    item: dashes,
    versions: 14,
    entries: 23,
    first: ['7.1.3', '2025-01-22'],
    last: ['5.3.6', '2020-10-20'],
  },
  {
    file: 'form-data/CHANGELOG.md', // auto-changelog: 2.1.3 stands there twice
    version: hashes,
    item: dashes,
    versions: 45,
    merged: ['2.1.3'],
    entries: 353,
    first: ['4.0.6', '2026-06-12'],
    last: ['0.0.9', '2013-04-29'],
    notUnderstood: 3,
  },
];

const shared: RealChangelog[] = [
  {
    file: 'keep-a-changelog.md',
    version: hashes,
    item: dashes,
    versions: 17,
    merged: [],
    entries: 122 + 1,
    first: ['', null],
    last: ['0.0.1', '2014-05-31'],
    notUnderstood: 3,
  },
  {
    file: 'slack-go.md',
    version: hashes,
    item: dashes,
    versions: 18,
    merged: [],
    entries: 110 + 3,
    first: ['', null],
    last: ['0.17.3', '2025-07-04'],
    notUnderstood: 3,
  },
  {
    ...whole,
    file: 'posthog-js-changesets.md', // dates at the end of entries, or in the older headings
    version: hashes,
    item: /^[-*] /,
    versions: 1291,
    merged: ['1.137.0', '1.66.0'],
    entries: 2091 + 5,
    first: ['1.418.10', '2026-08-21'],
    last: ['1.0.0', '2020-02-20'],
  },
  {
    file: 'sanitize-html.md', // lists or prose, half of it without dates
    version: hashes,
    item: /^[-*] /,
    versions: 116,
    merged: [],
    entries: 114 + 59,
    first: ['', null],
    last: ['0.1.0', null],
    notUnderstood: 1, // "Backwards compatibility breaks", a group that tells no kind
  },
];

/** What the headings of these files tell; all others tell nothing, which is `improved`. */
const kindOf: Record<string, NoteKind> = {
  Added: 'new',
  Features: 'new',
  'New features': 'new',
  Fixed: 'fixed',
  'Bug Fixes': 'fixed',
  'Bug fixes': 'fixed',
  Deprecated: 'deprecated',
  Removed: 'removed',
  Security: 'security',
};

const isGiven = existsSync(given);
const absence = isGiven ? '' : ' (the given changelogs are absent here)';

describe.each(installed)(`the changelog of $file${absence}`, (real) => {
  specify(new URL(`node_modules/${real.file}`, root), real);
});

describe.each(isGiven ? shared : [])('the given changelog $file', (real) => {
  specify(new URL(real.file, given), real);
});

function specify(file: URL, real: RealChangelog): void {
  const text = readFileSync(file, 'utf8');
  const changelog = readChangelog(text);
  const counted = countLines(text, real);
  const entries = changelog.releases.flatMap((release) => release.entries);

  test('has each of its versions, repeated ones once', () => {
    expect(counted.versions).toBe(real.versions);
    expect(changelog.releases).toHaveLength(real.versions - real.merged.length);
    expect(changelog.merged.map(({ version }) => version)).toEqual(real.merged);
  });

  test('has each of its entries, of the kinds that its headings tell', () => {
    const kinds = entries.reduce<Record<string, number>>(
      tallyBy(({ kind }) => kind),
      {},
    );
    const told: Record<string, number> = {};
    for (const [group, count] of Object.entries(counted.byGroup)) {
      const kind = kindOf[group] ?? 'improved';
      told[kind] = (told[kind] ?? 0) + count;
    }
    expect(counted.entries).toBe(real.entries);
    expect(entries).toHaveLength(real.entries);
    expect(kinds).toEqual(told);
  });

  test('keeps the order of the file, and the dates of its first and last version', () => {
    const { releases } = changelog;
    const ends = [releases.at(0), releases.at(-1)].map((end) => [end?.version, end?.displayDate]);
    const lines = releases.map(({ line }) => line);
    expect(ends).toEqual([real.first, real.last]);
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
  });

  test('is read completely', () => {
    expect(findUnreadLines(text, changelog)).toEqual([]);
    expect(changelog.notUnderstood).toHaveLength(real.notUnderstood);
  });
}

function tallyBy<T>(keyOf: (value: T) => string) {
  return (tally: Record<string, number>, value: T) => {
    const key = keyOf(value);
    tally[key] = (tally[key] ?? 0) + 1;
    return tally;
  };
}
