import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byNewest, type SortableRelease } from '../../api/releases/order.ts';

const release = (id: string, facts: Partial<SortableRelease> = {}): SortableRelease => ({
  id,
  displayDate: null,
  pinned: false,
  position: 0,
  ...facts,
});

const idsInOrder = (...releases: SortableRelease[]) => releases.sort(byNewest).map(({ id }) => id);

describe('the order of releases', () => {
  test('begins with what is pinned, however old', () => {
    const old = release('old', { pinned: true, displayDate: '2020-01-01' });
    expect(idsInOrder(release('new', { displayDate: '2026-01-01' }), old)).toEqual(['old', 'new']);
  });

  test('goes on with the newest, and ends with the undated', () => {
    const march = release('march', { displayDate: '2026-03-01' });
    const may = release('may', { displayDate: '2026-05-01' });
    expect(idsInOrder(release('undated'), march, may)).toEqual(['may', 'march', 'undated']);
  });

  test('keeps the order of the imported file within a day', () => {
    const day = { displayDate: '2026-03-01' };
    const second = release('z', { ...day, position: 2 });
    const third = release('a', { ...day, position: 3 });
    expect(idsInOrder(third, second)).toEqual(['z', 'a']);
  });

  test('puts what was written later first where nothing else decides', () => {
    expect(idsInOrder(release('019a'), release('019b'))).toEqual(['019b', '019a']);
  });

  test('is the same whatever order they come in', () => {
    const some = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        displayDate: fc.constantFrom(null, '2026-01-01', '2026-01-02'),
        pinned: fc.boolean(),
        position: fc.integer({ min: 0, max: 2 }),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(some, (releases) => {
        const there = idsInOrder(...releases);
        expect(idsInOrder(...releases.toReversed())).toEqual(there);
      }),
    );
  });
});
