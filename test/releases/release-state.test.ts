import { describe, expect, test } from 'vitest';
import {
  isVisible,
  nextChangeAt,
  type ReleaseStateFields,
  stateAt,
} from '../../api/releases/release-state.ts';
import { mayEdit, releaseStates, roles } from '../../contract/vocabulary.ts';

const noon = new Date('2026-06-01T12:00:00.000Z');
const before = '2026-06-01T11:59:59.999Z';
const after = '2026-06-01T12:00:00.001Z';

const release = (facts: Partial<ReleaseStateFields>): ReleaseStateFields => ({
  state: 'live',
  publishAt: null,
  expiresAt: null,
  ...facts,
});

describe('a scheduled release', () => {
  test('is live from the very moment it was promised for', () => {
    expect(stateAt(release({ state: 'scheduled', publishAt: after }), noon)).toBe('scheduled');
    expect(stateAt(release({ state: 'scheduled', publishAt: noon.toISOString() }), noon)).toBe(
      'live',
    );
  });

  test('once stamped, is live whatever the clock says', () => {
    expect(stateAt(release({ state: 'live', publishAt: after }), noon)).toBe('live');
  });
});

describe('a release', () => {
  test.each(releaseStates)('that is %s is seen only when live or held', (state) => {
    expect(isVisible(release({ state }), noon)).toBe(state === 'live' || state === 'held');
  });

  test('is seen until it expires', () => {
    expect(isVisible(release({ expiresAt: after }), noon)).toBe(true);
    expect(isVisible(release({ expiresAt: noon.toISOString() }), noon)).toBe(false);
  });

  test.each(roles)('as a draft is written by editors and whoever may more: %s', (role) => {
    expect(mayEdit(role, 'draft')).toBe(role !== 'viewer');
    expect(mayEdit(role, 'scheduled')).toBe(role === 'publisher' || role === 'owner');
    expect(mayEdit(role, 'live')).toBe(role === 'publisher' || role === 'owner');
  });
});

describe('the next moment at which time changes what is seen', () => {
  test('is the first publication or expiry ahead', () => {
    const later = release({ state: 'scheduled', publishAt: '2026-07-01T00:00:00.000Z' });
    const sooner = release({ expiresAt: after });
    expect(nextChangeAt([later, sooner], noon)).toBe(after);
  });

  test('is never, where all that was promised has come to pass', () => {
    const past = release({ state: 'scheduled', publishAt: before });
    expect(nextChangeAt([past, release({ publishAt: after })], noon)).toBeNull();
  });
});
