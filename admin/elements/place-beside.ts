/** The distance between a popover and its opener. */
const gapPx = 6;
/** The smallest distance between a popover and the edge of the window. */
const edgePx = 8;
/** The room that a popover needs at its end to be aligned with the start of its opener. */
const clearancePx = 48;

/**
 * Places a popover below its opener, or above it if there is more room. Aligns it with the opener's
 * start, or with its end if it would come near the edge of the window, which excludes a scroll bar.
 * The style sheet hides the popover until then, because the toggle event fires a frame too late.
 * Sets style properties, because the page's policy forbids style attributes.
 */
export function placeBeside(
  { style, offsetHeight, offsetWidth }: HTMLElement,
  opener: Element,
): void {
  const { left, right, top, bottom } = opener.getBoundingClientRect();
  const { clientWidth } = document.documentElement;
  const isBelow = bottom + offsetHeight + gapPx < innerHeight || top < innerHeight - bottom;
  const above = Math.max(edgePx, top - offsetHeight - gapPx);
  const fits = left + offsetWidth + clearancePx <= clientWidth;
  const start = fits ? left : Math.min(right, clientWidth - edgePx) - offsetWidth;
  style.setProperty('left', `${Math.max(edgePx, start)}px`);
  style.setProperty('top', `${isBelow ? bottom + gapPx : above}px`);
  style.setProperty('visibility', 'visible');
}
