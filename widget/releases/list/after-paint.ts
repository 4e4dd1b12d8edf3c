/**
 * Runs `task` after what is rendered has been painted: on a slow phone, both at once take more than
 * a frame. If nothing is painted, as in a hidden tab, it waits.
 */
export function afterPaint(task: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(task)));
}
