import { describe, expect, test } from 'vitest';
import type { ParsedChangelog } from '../../../api/imports/changelog/parsed-changelog.ts';
import { readChangelog } from '../../../api/imports/changelog/read-changelog.ts';

/** `version kind body` of each entry, in file order. */
function entriesOf({ releases }: ParsedChangelog): string[] {
  return releases.flatMap(({ version, entries }) =>
    entries.map(({ kind, body }) => `${version} ${kind} ${body}`),
  );
}

function read(...lines: string[]): ParsedChangelog {
  return readChangelog(lines.join('\n'));
}

describe('a changelog', () => {
  test('has a release for each version and a note of its kind for each entry', () => {
    const changelog = read(
      '# Changelog',
      '',
      '## [1.1.0] - 2020-02-01',
      '### Added',
      '- One',
      '- Two',
      '### Security',
      '* Three',
      '## [1.0.0] - 2020-01-01',
      '- Four',
    );
    const dates = changelog.releases.map(({ version, displayDate }) => [version, displayDate]);
    expect(dates).toEqual([
      ['1.1.0', '2020-02-01'],
      ['1.0.0', '2020-01-01'],
    ]);
    expect(entriesOf(changelog)).toEqual([
      '1.1.0 new One',
      '1.1.0 new Two',
      '1.1.0 security Three',
      '1.0.0 improved Four',
    ]);
    expect(changelog.notUnderstood).toEqual([]);
  });

  test('of changesets tells no kind', () => {
    const changelog = read(
      '# @acme/app',
      '## 1.0.0',
      '### Major Changes',
      '- a',
      '### Patch Changes',
      '- b',
    );
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved a', '1.0.0 improved b']);
    expect(changelog.notUnderstood).toEqual([]);
  });

  test('may mix the levels of its versions', () => {
    const changelog = read(
      '# [2.0.0](x)',
      '### Features',
      '* a',
      '## [1.1.0](x)',
      '* b',
      '### [1.0.1](x)',
      '* c',
    );
    expect(entriesOf(changelog)).toEqual(['2.0.0 new a', '1.1.0 improved b', '1.0.1 improved c']);
  });

  test('marks what is unreleased and what was yanked', () => {
    const changelog = read('## [Unreleased]', '- a', '## [1.0.0] - 2020-01-01 [YANKED]');
    expect(changelog.releases).toMatchObject([
      { version: '', unreleased: true, yanked: false, displayDate: null },
      { version: '1.0.0', unreleased: false, yanked: true, displayDate: '2020-01-01' },
    ]);
  });

  test('merges a repeated version into the first, and says so', () => {
    const changelog = read('## 1.1.0', '- a', '## 1.0.0', '- b', '## v1.1.0 - 2020-01-01', '- c');
    expect(entriesOf(changelog)).toEqual([
      '1.1.0 improved a',
      '1.1.0 improved c',
      '1.0.0 improved b',
    ]);
    expect(changelog.merged).toEqual([{ version: '1.1.0', line: 5 }]);
    expect(changelog.releases[0]?.displayDate).toBe('2020-01-01');
  });

  test('keeps its link definitions apart, in source', () => {
    const changelog = read(
      '## 1.0.0',
      '- See [#1]',
      '',
      '[#1]: https://x.example/1',
      '[1.0.0]: <y> "t"',
    );
    expect(changelog.definitions).toBe('[#1]: https://x.example/1\n[1.0.0]: <y> "t"\n');
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved See [#1]']);
  });

  test('may begin with a byte order mark and end its lines as Windows does', () => {
    const changelog = readChangelog('\uFEFF## 1.0.0\r\n\r\n- one\r\n  two\r\n- three\r\n');
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved one\ntwo', '1.0.0 improved three']);
    expect(changelog.releases[0]?.entries.map(({ line }) => line)).toEqual([3, 5]);
  });

  test('may underline its headings', () => {
    const changelog = read(
      '1.1.0 / 2020-02-01',
      '====',
      '',
      '  * a',
      '',
      'v1.0.0',
      '------',
      '',
      '- b',
    );
    expect(entriesOf(changelog)).toEqual(['1.1.0 improved a', '1.0.0 improved b']);
  });
});

describe('the date of a release', () => {
  test('is that of its heading before those of its entries', () => {
    const [release] = read('## 1.0.0 - 2020-01-01', '- a (2021-01-01)').releases;
    expect(release?.displayDate).toBe('2020-01-01');
  });

  test('is else the newest with which an entry ends', () => {
    const [release] = read(
      '## 1.0.0',
      '- a (2020-01-01)',
      '- b',
      '  (2020-03-01)',
      '- c (2020-02-01)',
    ).releases;
    expect(release?.displayDate).toBe('2020-03-01');
  });

  test('may stand on the line below the heading, and is no entry then', () => {
    const changelog = read('## 1.0.0', '', '_2020.01.01_', '', '- a', '', '2020.02.02');
    expect(changelog.releases[0]?.displayDate).toBe('2020-01-01');
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved a', '1.0.0 improved 2020.02.02']);
  });

  test('is none where nothing tells it', () => {
    expect(read('## 1.0.0', '- a 2020-01-01').releases[0]?.displayDate).toBeNull();
  });
});

describe('an entry', () => {
  test('is a top-level item with all that is in it', () => {
    const changelog = read(
      '## 1.0.0',
      '- a',
      '',
      '  more',
      '',
      '  ```',
      '  # code',
      '  ```',
      '  - nested',
      '1. b',
    );
    expect(entriesOf(changelog)).toEqual([
      '1.0.0 improved a\n\nmore\n\n```\n# code\n```\n- nested',
      '1.0.0 improved b',
    ]);
  });

  test('is else a run of prose: paragraphs, code, quotations and tables', () => {
    const prose = ['One.', '', '> Two', '', '```', '# three', '```', '', '|a|b|', '|-|-|', '|c|d|'];
    const changelog = read('## 1.0.0', ...prose, '', '- item', '', 'After.');
    expect(entriesOf(changelog)).toEqual([
      `1.0.0 improved ${prose.join('\n')}`,
      '1.0.0 improved item',
      '1.0.0 improved After.',
    ]);
  });

  test('has the line on which it begins', () => {
    const changelog = read('## 1.0.0', '', 'One', 'two', '', '- three', '', '- four');
    expect(changelog.releases[0]?.entries.map(({ line }) => line)).toEqual([3, 6, 8]);
  });

  test('is not a rule, a comment or a lone tag', () => {
    const changelog = read(
      '## 1.0.0',
      '<!-- - a -->',
      '',
      '<a name="x"></a>',
      '',
      '---',
      '',
      '- b',
    );
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved b']);
    expect(changelog.structure.map(({ line }) => line)).toEqual([2, 4, 6]);
  });

  test('may be code that looks like a tag', () => {
    const changelog = read('## 1.0.0', '', '    <div></div>');
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved     <div></div>']);
  });

  test('without text is reported', () => {
    const changelog = read('## 1.0.0', '- ', '- a');
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved a']);
    expect(changelog.notUnderstood).toEqual([{ line: 2, text: '-', why: 'an entry without text' }]);
  });
});

describe('the groups of a release', () => {
  test('may be bold lines', () => {
    const changelog = read(
      '## 1.0.0',
      '**Fixed**',
      '- a',
      '',
      '__New features:__',
      '',
      '- b',
      '',
      '**Mind the gap**',
    );
    expect(entriesOf(changelog)).toEqual([
      '1.0.0 fixed a',
      '1.0.0 new b',
      '1.0.0 new **Mind the gap**',
    ]);
  });

  test('hand their kind down to groups that tell none, and no further', () => {
    const changelog = read('## 1.0.0', '### Fixed', '#### Widget', '- a', '### Widget', '- b');
    expect(entriesOf(changelog)).toEqual(['1.0.0 fixed a', '1.0.0 improved b']);
  });

  test('that tell no kind are reported', () => {
    const changelog = read('## 1.0.0', '### Widget', '- a');
    expect(changelog.notUnderstood).toEqual([
      { line: 2, text: '### Widget', why: 'a heading that names no kind of note' },
    ]);
  });

  test('may look like a version and be none', () => {
    const changelog = read('## 3.0.0', '### 2.0 migration', '- a', '### Node 18.0.0', '- b');
    expect(entriesOf(changelog)).toEqual(['3.0.0 improved a', '3.0.0 improved b']);
  });
});

describe('what is not understood', () => {
  test('is what stands before the first version', () => {
    const changelog = read('# Changelog', '', 'All that', 'matters.', '', '## 1.0.0');
    expect(changelog.notUnderstood).toEqual([
      { line: 3, text: 'All that', why: 'before the first version' },
      { line: 4, text: 'matters.', why: 'before the first version' },
    ]);
  });

  test('is what stands under a heading as high as the versions', () => {
    const changelog = read(
      '# Changelog',
      '## 1.0.0',
      '- a',
      '## Licence',
      'MIT',
      '## 0.9.0',
      '- b',
    );
    expect(changelog.notUnderstood.map(({ line }) => line)).toEqual([4, 5]);
    expect(entriesOf(changelog)).toEqual(['1.0.0 improved a', '0.9.0 improved b']);
  });

  test('is all that follows a comment which is never closed', () => {
    const changelog = read('## 1.0.0', '- a', '', '<!-- oops', '', '## 0.9.0');
    expect(changelog.notUnderstood.map(({ line }) => line)).toEqual([4, 6]);
  });

  test('is a name too long for a title', () => {
    const changelog = read(`## 1.0.0 (2020-01-01) ${'x'.repeat(300)}`, '- a');
    expect(changelog.releases).toMatchObject([{ version: '1.0.0', title: '' }]);
    expect(changelog.notUnderstood).toMatchObject([{ line: 1, why: 'too long for a title' }]);
  });

  test('is the whole of a text without versions, and nothing of an empty one', () => {
    expect(read('Hello', '', '- world').notUnderstood).toHaveLength(2);
    expect(read('')).toEqual({
      releases: [],
      merged: [],
      definitions: '',
      structure: [],
      notUnderstood: [],
    });
  });
});
