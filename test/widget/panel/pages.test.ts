// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { findRelease, isUnseen, mergePages } from '../../../widget/releases/feed/pages.ts';
import { linkTo } from '../../../widget/releases/list/links.ts';
import { timeAgo } from '../../../widget/releases/time-ago.ts';
import { feedOf, release } from './fake-shell.ts';

describe('pages of releases', () => {
  test('keep their order, and show a release once that moved from one page to the next', () => {
    const pages = [feedOf([release('3'), release('2')]), feedOf([release('2'), release('1')])];
    expect(mergePages(pages).map(({ version }) => version)).toEqual(['3', '2', '1']);
  });
});

describe('a release asked for by a link', () => {
  const releases = [release('v2.4.0'), release('2.3.0')];

  test.each([
    ['id-2.3.0', '2.3.0'],
    ['2.3.0', '2.3.0'],
    ['v2.3.0', '2.3.0'],
    ['2.4.0', 'v2.4.0'],
    ['2.4', undefined],
  ])('%s is %s', (wanted, version) => {
    expect(findRelease(releases, wanted)?.version).toBe(version);
  });

  test('has a link on the page where it is read, in place of another fragment', () => {
    expect(linkTo('2.4.0 beta', 'https://host.example/a?b=c#d')).toBe(
      'https://host.example/a?b=c#tidings=2.4.0%20beta',
    );
  });
});

describe('a release', () => {
  test('is new to those who opened the panel before it came, and to nobody else', () => {
    const one = release('1', { publishedAt: '2026-11-02T00:00:00.000Z' });
    expect(isUnseen(one, '2026-11-01T00:00:00.000Z')).toBe(true);
    expect(isUnseen(one, '2026-11-03T00:00:00.000Z')).toBe(false);
    expect(isUnseen(one, undefined)).toBe(false);
  });
});

describe('the time since', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');

  test.each([
    ['2026-11-21T11:59:40Z', 'this minute'],
    ['2026-11-21T11:30:00Z', '30 minutes ago'],
    ['2026-11-21T10:00:00Z', '2 hours ago'],
    ['2026-11-20T11:00:00Z', 'yesterday'],
    // A clock that was set back must not speak of the future.
    ['2026-11-22T12:00:00Z', 'this minute'],
  ])('%s is said as %s', (at, words) => {
    expect(timeAgo(at, now, 'en')).toBe(words);
  });
});
