import { describe, expect, test } from 'vitest';
import { kindOfGroup } from '../../../api/imports/changelog/kinds.ts';

describe('the heading of a group', () => {
  test.each([
    ['Added', 'new'],
    ['Features', 'new'],
    ['New Features', 'new'],
    [':rocket: New Feature', 'new'],
    ['✨ Feat', 'new'],
    ['Changed', 'improved'],
    ['Performance Improvements', 'improved'],
    ['⚠ BREAKING CHANGES', 'improved'],
    [':nail_care: Polish', 'improved'],
    ['Deprecated', 'deprecated'],
    ['Deprecated features', 'deprecated'],
    ['Removed', 'removed'],
    ['Removed APIs', 'removed'],
    ['Fixed', 'fixed'],
    ['Fixed:', 'fixed'],
    ['Bug Fixes', 'fixed'],
    ['Bug-fixes', 'fixed'],
    ['🐛 Fixes', 'fixed'],
    ['Bugs & fixes', 'fixed'],
    ['**Fixes**', 'fixed'],
    ['Security', 'security'],
    ['🔒 Security fixes', 'security'],
  ])('%s tells %s', (heading, kind) => {
    expect(kindOfGroup(heading)).toBe(kind);
  });

  test.each(['Patch Changes', 'Minor Changes', 'Major Changes', 'Changes', 'Documentation'])(
    '%s is known and tells no kind',
    (heading) => {
      expect(kindOfGroup(heading)).toBe('untold');
    },
  );

  test('that tells two kinds tells neither', () => {
    expect(kindOfGroup('Features and bug fixes')).toBe('untold');
    expect(kindOfGroup('Fixes / Improvements')).toBe('untold');
  });

  test.each(['', '🎉', 'New Contributors', 'Known issues of Safari', 'Fixed'.padEnd(200, ' x')])(
    '"%s" is not ours to read',
    (heading) => {
      expect(kindOfGroup(heading)).toBeUndefined();
    },
  );
});
