// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { labelledDays } from '../../admin/charts/day-lanes.ts';
import { ApiError } from '../../admin/errors/api-error.ts';
import { toFieldMessage } from '../../admin/errors/field-messages.ts';
import {
  formatDate,
  formatPercent,
  formatPercentRange,
  formatRelativeTime,
} from '../../admin/formats.ts';
import { slugFor } from '../../admin/projects/slug.ts';
import { emptyDraft } from '../../admin/release/draft.ts';
import { previewRelease, publicDate } from '../../admin/release/preview-release.ts';
import { publicPath } from '../../admin/release/public-path.ts';
import { matchPath, queryOf, safeNext } from '../../admin/router.ts';
import {
  hasPermission,
  missingRoleMessage,
  type Permission,
} from '../../admin/session/permissions.ts';
import { addressesOf } from '../../api/changelog/addresses.ts';
import { roles } from '../../contract/vocabulary.ts';

describe('the public page of a release', () => {
  test.each(['2.4.0', '1.0 beta', 'a/b', '#1', '.', '..', 'rss.xml', 'releases.ics', 'a\u0001b'])(
    'is where the server has it: %j',
    (version) => {
      const release = { id: '01980000-0000-7000-8000-000000000001', version };
      const { release: addressOf } = addressesOf('https://notes.example', 'acme');
      expect(publicPath('acme', release)).toBe(addressOf(release));
    },
  );
});

describe('a path', () => {
  test.each([
    ['/admin/', '/admin/', {}],
    ['/admin/', '/admin', {}],
    ['/admin/{project}/releases', '/admin/acme/releases', { project: 'acme' }],
    [
      '/admin/{project}/releases/{release}/edit',
      '/admin/a/releases/7/edit',
      { project: 'a', release: '7' },
    ],
    ['/admin/{project}/releases', '/admin/a%20b/releases/', { project: 'a b' }],
    ['/admin/{project}/releases', '/admin/%E0%A4%A/releases', { project: '%E0%A4%A' }],
    ['/admin/{project}/releases', '/admin/acme', undefined],
    ['/admin/{project}/releases', '/admin/acme/releases/1', undefined],
    ['/admin/account', '/admin/acme', undefined],
  ])('%s reads %s', (pattern, path, params) => {
    expect(matchPath(pattern, path)).toEqual(params);
  });

  test('has the query that is filled', () => {
    expect(queryOf({ state: 'draft', search: '', sort: 'a&b' })).toBe('?state=draft&sort=a%26b');
    expect(queryOf({ state: '' })).toBe('');
  });
});

describe('a sign-in leads on', () => {
  test.each([
    ['/admin/acme/releases?state=draft', '/admin/acme/releases?state=draft'],
    ['/admin/../docs', undefined],
    ['/admin', undefined],
    ['//evil.example/admin/', undefined],
    ['/\\evil.example/admin/', undefined],
    ['https://evil.example/admin/', undefined],
    ['javascript:alert(1)', undefined],
    [null, undefined],
  ])('from %j to %j', (next, address) => {
    expect(safeNext(next)).toBe(address);
  });
});

test.each([
  [11, 7, [0, 2, 4, 6, 8, 10]],
  [19, 7, [0, 3, 6, 9, 12, 15, 18]],
  [90, 7, [0, 15, 30, 45, 60, 75]],
  [3, 7, [0, 1, 2]],
  [5, 1, [0, 4]],
  [1, 7, [0]],
])('of %i days with room for %i dates, those are dated in equal steps', (days, most, dated) => {
  expect(labelledDays(days, most)).toEqual(dated);
});

test('a date in a preview is the one of its publication', () => {
  const scheduled = { publishAt: '2026-12-01T09:00:00.000Z', publishedAt: null };
  expect(publicDate(null, undefined, '2026-11-21')).toBe('2026-11-21');
  expect(publicDate(null, scheduled, '2026-11-21')).toBe('2026-12-01');
  expect(publicDate('2026-03-01', scheduled, '2026-11-21')).toBe('2026-03-01');
  // Undated history stays so.
  const out = { publishAt: null, publishedAt: '2026-12-01T09:00:00.000Z' };
  expect(publicDate(null, out, '2026-11-21')).toBe(null);
  expect(
    previewRelease({ ...emptyDraft('1'), displayDate: '2026-12-01' }, []).displayDateText,
  ).toBe('1 December 2026');
});

describe('what is wrong with a field', () => {
  test.each([
    ['/version', 'Must not be empty.', 'Version must not be empty.'],
    ['/notes/0/body', 'Is missing.', 'Note 1, text is missing.'],
    [
      '/notes/11/title',
      'A note needs a title or a body.',
      'Note 12, title: A note needs a title or a body.',
    ],
    ['/expiresAt', 'Must be an instant.', 'Disappears at must be an instant.'],
    ['', 'Must be an object.', 'Must be an object.'],
  ])('%s is told without the pointer: %s', (pointer, detail, words) => {
    expect(toFieldMessage({ pointer, detail })).toBe(words);
    const message = pointer ? `${pointer}: ${detail}` : detail;
    const refusal = new ApiError({ code: 'x', detail: message, errors: [{ pointer, detail }] });
    expect(refusal.message).toBe(words);
  });

  test('is told no longer once the field is written anew', () => {
    const errors = ['/name', '/theme/accent'].map((pointer) => ({
      pointer,
      detail: 'Is missing.',
    }));
    const refusal = new ApiError({ code: 'x', detail: '/name: Is missing.', errors });
    const rest = refusal.withoutField('name');
    expect(rest?.message).toBe('Theme, accent is missing.');
    expect([refusal.withoutField('slug'), rest?.withoutField('accent')]).toEqual([
      refusal,
      undefined,
    ]);
  });
});

test('each role is offered what docs/vocabulary.md gives it, and told why not the rest', () => {
  const offered: Record<Permission, string> = {
    draft: 'editor publisher owner',
    rollBack: 'editor publisher owner',
    publish: 'publisher owner',
    import: 'publisher owner',
    seeKeys: 'owner',
    changeSettings: 'owner',
    changeMembers: 'owner',
    createProject: 'owner',
  };
  for (const [deed, those] of Object.entries(offered) as [Permission, string][]) {
    expect([deed, roles.filter((role) => hasPermission(role, deed)).join(' ')]).toEqual([
      deed,
      those,
    ]);
    for (const role of roles)
      expect(missingRoleMessage(role, deed) === undefined).toBe(hasPermission(role, deed));
  }
  expect(missingRoleMessage('viewer', 'draft')).toBe(
    'You need to be an editor to do this. You’re a viewer in this project.',
  );
});

test.each([
  ['Acme Cloud (EU)', 'acme-cloud-eu'],
  ['Émile’s Bäckerei', 'emile-s-backerei'],
  ['  --  ', ''],
  ['東京', ''],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('the slug for %j is %j', (name, slug) => {
  expect(slugFor(name)).toBe(slug);
});

describe('figures', () => {
  test('are rounded, with the unit on the same line', () => {
    expect(formatPercent(0.8249)).toBe('82%');
    expect(formatPercentRange({ low: 0.7333, high: 0.8834 })).toBe('73–88%');
  });

  test('a calendar date is the same wherever it is read', () => {
    expect(formatDate('2026-03-01')).toBe('1 Mar 2026');
  });

  test.each([
    ['2026-06-01T11:59:40Z', 'just now'],
    ['2026-06-01T11:00:00Z', '1 hour ago'],
    ['2026-05-31T11:00:00Z', 'yesterday'],
    ['2026-06-22T12:00:00Z', 'in 3 weeks'],
    ['2026-06-08T11:59:58Z', 'in 7 days'],
    ['2026-08-30T11:59:58Z', 'in 3 months'],
    ['2026-06-01T10:31:00Z', '1 hour ago'],
    ['2026-06-01T10:20:00Z', '2 hours ago'],
  ])('%s is %s', (at, words) => {
    expect(formatRelativeTime(at, Date.parse('2026-06-01T12:00:00Z'))).toBe(words);
  });
});
