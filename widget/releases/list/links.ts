// A file of its own: it knows only the page, and is tested without the list.

/** A link to a release on the page that the visitor is on: the loader opens the panel there. */
export function linkTo(version: string, page: string): string {
  return `${page.split('#')[0]}#tidings=${encodeURIComponent(version)}`;
}

/**
 * Links in notes open in a tab of their own: whoever reads on a half-filled form must not lose it.
 * Done when one is followed, so that the cleaned HTML is shown as the server made it, with its
 * `rel`.
 */
export function openInNewTab(event: Event): void {
  const link = (event.target as Element).closest('a');
  if (link) link.target = '_blank';
}

/** Whether the browser let us put this text on the clipboard; on http pages it does not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
