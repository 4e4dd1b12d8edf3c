import { describe, expect, test } from 'vitest';
import type { FeedRelease } from '../../../contract/feed.ts';
import { emptyFilter, filterReleases, kindsIn } from '../../../widget/releases/tools/filters.ts';

const note = (kind: 'new' | 'fixed' | 'security', title: string, html = '') => ({
  id: title,
  kind,
  title,
  html,
});
const releases = [
  { version: '2.4.0', title: 'Fleet', notes: [note('security', 'Links'), note('new', 'Board')] },
  {
    version: '2.3.0',
    title: 'Café',
    notes: [note('fixed', 'Dates', '<p class="x">a &amp; b</p>')],
  },
  { version: '2.2.0', title: 'Nothing said', notes: [] },
] as unknown as FeedRelease[];
const found = (kinds: string[], text = '') =>
  filterReleases(releases, { kinds: kinds as ['new'], text }).map(({ version }) => version);

describe('the kinds to choose from', () => {
  test('are those that occur, in the order of the vocabulary', () => {
    expect(kindsIn(releases)).toEqual(['new', 'fixed', 'security']);
  });
});

describe('looking for something', () => {
  test('leaves everything where nothing is looked for', () => {
    expect(filterReleases(releases, emptyFilter)).toEqual(releases);
  });

  test('by kind leaves the notes of that kind, and no release without one', () => {
    expect(found(['new'])).toEqual(['2.4.0']);
    const [fleet] = filterReleases(releases, { kinds: ['new'], text: '' });
    expect(fleet?.notes.map(({ title }) => title)).toEqual(['Board']);
    expect(found(['new', 'fixed'])).toEqual(['2.4.0', '2.3.0']);
  });

  test.each([
    ['a version', '2.4', ['2.4.0']],
    ['a title in any case', 'FLEET', ['2.4.0']],
    ['a title without its accents', 'cafe', ['2.3.0']],
    ['words in any order and place', 'dates café', ['2.3.0']],
    ['what a note says', 'a & b', ['2.3.0']],
    ['nothing that is only markup', 'class', []],
    ['words that are not all there', 'fleet café', []],
    ['spaces alone', '   ', ['2.4.0', '2.3.0', '2.2.0']],
  ])('finds %s', (_what, text, versions) => {
    expect(found([], text)).toEqual(versions);
  });
});
