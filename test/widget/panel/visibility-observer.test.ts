import { describe, expect, test } from 'vitest';
import { isInView } from '../../../widget/releases/list/visibility-observer.ts';

/** An article of this height, of which so much is seen in a panel of 600 px. */
function entry(height: number, seen: number, panel = 600): IntersectionObserverEntry {
  return {
    isIntersecting: seen > 0,
    intersectionRatio: height > 0 ? seen / height : 0,
    intersectionRect: { height: seen },
    rootBounds: { height: panel },
  } as IntersectionObserverEntry;
}

describe('a release is in view', () => {
  test.each([
    ['when half of it is', 200, 100, true],
    ['not when less than half is', 200, 99, false],
    ['when it fills half of the panel, however long it is', 9000, 300, true],
    ['not when a line of a long one is', 9000, 40, false],
    ['not when it is elsewhere', 200, 0, false],
  ])('%s', (_when, height, seen, inView) => {
    expect(isInView(entry(height, seen))).toBe(inView);
  });

  test('not in a panel that is closed', () => {
    expect(isInView(entry(0, 0, 0))).toBe(false);
  });
});
