import { describe, expect, test } from 'vitest';
import { combineGroup, groupEdits } from '../../../admin/audit/edit-groups.ts';
import type { NamedAuditEntry } from '../../../contract/audit.ts';

let seq = 1000;

/** Entries come newest first, as they are listed. */
function entry(at: string, more: Partial<NamedAuditEntry> = {}): NamedAuditEntry {
  seq -= 1;
  return {
    ...{ seq, at: `2026-06-01T${at}.000Z`, previousHash: '', hash: '' },
    ...{ actor: 'person:ann', actorName: 'Ann', subject: 'release:9', subjectName: '9.0.0' },
    ...{ action: 'release.edit', before: {}, after: {} },
    ...more,
  };
}

const lengths = (...entries: NamedAuditEntry[]) => groupEdits(entries).map(({ length }) => length);
const title = (before: string, after: string) => ({
  before: { title: before },
  after: { title: after },
});

describe('edits are read as one', () => {
  test('where one person saved a release again within minutes', () => {
    expect(lengths(entry('10:09:00'), entry('10:05:00'), entry('10:02:00'))).toEqual([3]);
  });

  test('while others write other releases', () => {
    const bob = { actor: 'person:bob', subject: 'release:8' };
    const all = [
      entry('10:04:00'),
      entry('10:03:00', bob),
      entry('10:02:00'),
      entry('10:01:00', bob),
    ];
    expect(lengths(...all)).toEqual([2, 2]);
    expect(groupEdits(all).map(([first]) => first.actor)).toEqual(['person:ann', 'person:bob']);
  });

  test('from what the first one found to what the last one left', () => {
    const [group] = groupEdits([
      entry('10:03:00', { ...title('B', 'C') }),
      entry('10:02:00', { before: { pinned: false }, after: { pinned: true } }),
      entry('10:01:00', { ...title('A', 'B') }),
    ]);
    expect(group?.length).toBe(3);
    expect(group && combineGroup(group)).toEqual({
      before: { title: 'A', pinned: false },
      after: { title: 'C', pinned: true },
    });
  });
});

describe('edits are read apart', () => {
  const other = entry('10:01:00');

  test.each([
    ['after a pause of more than five minutes', entry('10:06:01')],
    ['where somebody else saved', entry('10:02:00', { actor: 'person:bob' })],
    ['of another release', entry('10:02:00', { subject: 'release:8' })],
    ['from what is no edit', entry('10:02:00', { action: 'release.publish' })],
  ])('%s', (_why, newer) => {
    expect(lengths(newer, other)).toEqual([1, 1]);
  });

  test.each(['release.publish', 'release.unschedule'])('before and after a %s', (action) => {
    expect(lengths(entry('10:03:00'), entry('10:02:00', { action }), other)).toEqual([1, 1, 1]);
  });

  test('where somebody whom the filter hides changed the same field between them', () => {
    const [newer, older] = [entry('10:03:00', title('C', 'D')), entry('10:01:00', title('A', 'B'))];
    expect(lengths(newer, older)).toEqual([1, 1]);
    expect(lengths(entry('10:03:00', title('B', 'D')), older)).toEqual([2]);
  });

  test('of settings, which are saved on purpose', () => {
    const settings = { action: 'project.edit', subject: 'project:1' };
    expect(lengths(entry('10:03:00', settings), entry('10:02:00', settings))).toEqual([1, 1]);
  });
});
