// A file of its own: it depends only on the page, and is tested without the list.

/** Returns a link to a release on the visitor's current page, where the loader opens the panel. */
export function linkTo(version: string, page: string): string {
  return `${page.split('#')[0]}#tidings=${encodeURIComponent(version)}`;
}

/**
 * Opens links in notes in a new tab, so that a half-filled form in the page is not lost. The target
 * is set when a link is followed, so that the cleaned HTML is shown as the server made it, with its
 * `rel`.
 */
export function openInNewTab(event: Event): void {
  const link = (event.target as Element).closest('a');
  if (link) link.target = '_blank';
}

/** Copies a text to the clipboard. False if the browser does not allow it, as on http pages. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
