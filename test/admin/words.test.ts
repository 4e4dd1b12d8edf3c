// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { fieldDifferences } from '../../admin/audit/differences.ts';
import { sentenceOf, toText } from '../../admin/audit/sentences.ts';
import { formatDateTime, formatPrecisePercent, formatShortDate } from '../../admin/formats.ts';
import { countNewComments, ratingIn } from '../../admin/report/comments.ts';
import { reasonLabel } from '../../admin/report/labels.ts';
import type { Response } from '../../contract/responses.ts';

const id = '01a1febb-3419-75ee-a69d-f381d32b1d43';

describe('an entry of the log reads as a sentence:', () => {
  const ann = { actor: 'person:1', actorName: 'Ann' };
  const tell = (entry: object) =>
    toText(
      sentenceOf({
        ...ann,
        subject: 'release:9',
        subjectName: '2.0',
        action: '',
        before: null,
        after: null,
        ...entry,
      }),
    );

  test.each([
    [{ action: 'release.create' }, 'Ann created 2.0.'],
    [{ action: 'release.edit' }, 'Ann changed 2.0.'],
    [{ action: 'release.delete' }, 'Ann deleted 2.0.'],
    [{ action: 'release.delete', subjectName: null }, 'Ann deleted an unknown release.'],
    [{ action: 'release.publish' }, 'Ann published 2.0.'],
    [
      { action: 'release.publish', actor: 'system', actorName: null },
      'Tidings published 2.0, as scheduled.',
    ],
    [
      { action: 'release.schedule', after: { publishAt: '2026-06-01T09:00:00.000Z' } },
      `Ann scheduled 2.0 for ${formatDateTime('2026-06-01T09:00:00.000Z')}.`,
    ],
    [{ action: 'release.unschedule' }, 'Ann unscheduled 2.0.'],
    [{ action: 'release.roll_back' }, 'Ann rolled back 2.0.'],
    [{ action: 'changelog.import', after: { releases: 12 } }, 'Ann imported 12 releases.'],
    [{ action: 'changelog.import', after: { releases: 1 } }, 'Ann imported 1 release.'],
    [{ action: 'held-group.release', subjectName: null }, 'Ann released a held-back group.'],
    [{ action: 'held-group.reject', subjectName: null }, 'Ann rejected a held-back group.'],
    [{ action: 'project.create', subjectName: 'Acme' }, 'Ann created the project Acme.'],
    [{ action: 'project.edit' }, 'Ann changed the settings.'],
    [
      { action: 'project.fill', actor: 'system' },
      'Tidings filled the project with generated releases, visitors and answers.',
    ],
    [
      { action: 'key.create', subjectName: 'CI', after: { scope: 'publish' } },
      'Ann created the key “CI” (publish).',
    ],
    [
      { action: 'key.delete', subjectName: 'CI', before: { scope: 'read' } },
      'Ann deleted the key “CI” (read).',
    ],
    [
      { action: 'token-key.create', after: { algorithm: 'HS256' } },
      'Ann created a token key (HS256).',
    ],
    [
      { action: 'token-key.retire', before: { algorithm: 'EdDSA' } },
      'Ann retired a token key (EdDSA).',
    ],
    [{ action: 'invitation.create', after: { role: 'editor' } }, 'Ann invited someone as editor.'],
    [
      { action: 'invitation.delete', before: { role: 'editor' } },
      'Ann withdrew an invitation as editor.',
    ],
    [
      { action: 'member.add', subject: 'member:1', after: { role: 'owner' } },
      'Ann joined as owner.',
    ],
    [
      { action: 'member.add', subject: 'member:2', subjectName: 'Ben', after: { role: 'owner' } },
      'Ann made Ben an owner.',
    ],
    [
      {
        action: 'member.edit',
        subject: 'member:2',
        subjectName: 'Ben',
        before: { role: 'viewer' },
        after: { role: 'publisher' },
      },
      'Ann made Ben a publisher.',
    ],
    [{ action: 'member.remove', subject: 'member:2', subjectName: 'Ben' }, 'Ann removed Ben.'],
    [{ action: 'member.remove', subject: 'member:1' }, 'Ann left the project.'],
    [{ action: 'guard-rail.trip_over' }, 'Ann did “trip over” with the guard rail 2.0.'],
    [{ action: 'release.constructor' }, 'Ann did “constructor” with the release 2.0.'],
    [
      { action: 'release.edit', actor: 'key:7', actorName: 'Night build' },
      'The key “Night build” changed 2.0.',
    ],
    [{ action: 'release.edit', actor: 'key:7', actorName: null }, 'An unknown key changed 2.0.'],
    [{ action: 'release.edit', actorName: null }, 'An unknown person changed 2.0.'],
    [{ action: 'release.edit', actorName: 'the one' }, 'the one changed 2.0.'],
  ])('%j', (entry, sentence) => {
    expect(tell(entry)).toBe(sentence);
  });
});

describe('what an entry changed', () => {
  const none = undefined;

  test('is told field by field, without those that stayed', () => {
    const before = { state: 'draft', publishedAt: null, displayDate: null, title: 'A' };
    const after = {
      state: 'rolled_back',
      publishedAt: null,
      displayDate: '2026-06-01',
      title: 'A',
    };
    expect(fieldDifferences(before, after)).toEqual([
      { field: 'State', before: 'Draft', after: 'Rolled back' },
      { field: 'Date', before: none, after: '1 Jun 2026' },
    ]);
  });

  test('says nothing of what was no before and is no thing now', () => {
    expect(
      fieldDifferences(null, { name: 'CI', pinned: false, major: true, invitation: id }),
    ).toEqual([
      { field: 'Name', before: none, after: 'CI' },
      { field: 'Major', before: none, after: 'Yes' },
    ]);
    expect(fieldDifferences({ pinned: true }, { pinned: false })).toEqual([
      { field: 'Pinned', before: 'Yes', after: 'No' },
    ]);
    expect(fieldDifferences(null, null)).toEqual([]);
    expect(fieldDifferences('text', 7)).toEqual([]);
  });

  test('goes into what lies within, and lists what is a list', () => {
    const before = { theme: { accent: '#111111', dark: { text: '#222222' } }, allowedOrigins: [] };
    const after = {
      theme: { accent: '#333333', dark: {} },
      allowedOrigins: ['https://a.example', 'https://b.example'],
    };
    expect(fieldDifferences(before, after)).toEqual([
      { field: 'Theme, accent', before: '#111111', after: '#333333' },
      { field: 'Theme, dark, text', before: '#222222', after: none },
      { field: 'Allowed origins', before: none, after: 'https://a.example, https://b.example' },
    ]);
  });

  test('tells notes apart by what they are, not by where they stand', () => {
    const note = (id: string, title: string, body = '') => ({ id, kind: 'new', title, body });
    const [a, b] = [note('a', 'Sails'), note('b', '', 'Oars.')];
    expect(
      fieldDifferences({ notes: [a, b] }, { notes: [{ ...b, body: 'Two oars.' }, a] }),
    ).toEqual([{ field: 'Note', before: '[new]\nOars.', after: '[new]\nTwo oars.' }]);
    expect(fieldDifferences({ notes: [a] }, { notes: [] })).toEqual([
      { field: 'Note', before: 'Sails [new]', after: none },
    ]);
    expect(fieldDifferences({ notes: [] }, { notes: [a] })).toEqual([
      { field: 'Note', before: none, after: 'Sails [new]' },
    ]);
    expect(fieldDifferences({ notes: [a, b] }, { notes: [b, a] })).toEqual([
      { field: 'Notes', before: '2 notes', after: 'the same in another order' },
    ]);
  });

  test('is text, whatever it says', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    expect(fieldDifferences({ title: hostile }, { title: '__proto__' })).toEqual([
      { field: 'Title', before: hostile, after: '__proto__' },
    ]);
  });
});

describe('comments', () => {
  test('are asked for by one of the five ratings', () => {
    const chosen = ['1', '5', '6', '0', 'x', ''].map((rating) =>
      ratingIn(new URLSearchParams({ rating })),
    );
    expect(chosen).toEqual(['1', '5', '', '', '', '']);
  });

  test('that have come are those that are not shown yet', () => {
    const all = (...ids: string[]) => ids.map((id) => ({ id }) as Response);
    expect(countNewComments(all('c', 'b', 'a'), all('b', 'a'))).toBe(1);
    expect(countNewComments(all('b', 'a'), all('b', 'a', '9'))).toBe(0);
    expect(countNewComments(all('b'), [])).toBe(1);
  });

  test('give reasons in the words that visitors read', () => {
    expect(reasonLabel('what_i_needed')).toBe('What I needed');
    expect(reasonLabel('our_own-reason')).toBe('Our own reason');
  });
});

describe('figures', () => {
  test.each([
    [0, '0%'],
    [0.0131, '1.3%'],
    [0.02, '2%'],
    [0.0996, '10%'],
    [0.336, '34%'],
    [1, '100%'],
  ])('%d has a decimal where it is small', (fraction, text) => {
    expect(formatPrecisePercent(fraction)).toBe(text);
  });

  test('a day in short has no year', () => {
    expect(formatShortDate('2026-09-01')).toBe('1 Sept');
  });
});
