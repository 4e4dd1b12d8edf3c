/** How far a list or a note stands from what opened it. */
const gapPx = 6;
/** How near it comes to the edge of the window. */
const edgePx = 8;

/**
 * Puts something that floats below what opened it, or above where there is more room. By the browser's
 * own properties: the policy of the page knows no style attribute.
 */
export function placeBeside(
  { style, offsetHeight, offsetWidth }: HTMLElement,
  opener: Element,
): void {
  const { left, top, bottom } = opener.getBoundingClientRect();
  const isBelow = bottom + offsetHeight + gapPx < innerHeight || top < innerHeight - bottom;
  const above = Math.max(edgePx, top - offsetHeight - gapPx);
  const furthest = Math.min(left, innerWidth - offsetWidth - edgePx);
  style.setProperty('left', `${Math.max(edgePx, furthest)}px`);
  style.setProperty('top', `${isBelow ? bottom + gapPx : above}px`);
}
