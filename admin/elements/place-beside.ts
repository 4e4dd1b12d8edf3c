/** How far a list or a note stands from what opened it. */
const gapPx = 6;
/** How near it comes to the edge of the window. */
const edgePx = 8;
/** How much of the window is left beside it where it begins at the start of what opened it. */
const clearancePx = 48;

/**
 * Puts something that floats below what opened it, or above where there is more room; from its start,
 * or up to its end where it would come near the edge of the window, of which a scroll bar is no part.
 * Until then its style sheet hides it: the browser tells that it is open a frame too late.
 * By the browser's own properties: the policy of the page knows no style attribute.
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
