/**
 * Draws something after what stands has been shown: on a slow phone both at once are more than a
 * frame. Where nothing is painted, as in a tab out of view, it waits.
 */
export function afterPaint(task: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(task)));
}
