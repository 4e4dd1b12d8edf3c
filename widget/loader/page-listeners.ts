import { refresh } from './badge.ts';
import { button } from './launcher.ts';
import { on, setTimer } from './lifecycle.ts';
import { forceRefresh, loadPanel, open, toggle } from './opening.ts';

/** Listens for clicks on openers, links to a release, reconnection and changes of visibility. */
export function listenToPage(): void {
  on(button, 'click', toggle);
  on(button, 'pointerenter', loadPanel);
  on(button, 'focus', loadPanel);
  on(document, 'click', openByOpener);
  on(window, 'hashchange', followHash);
  // The event often fires before the connection works: an immediate request would fail.
  on(window, 'online', () => setTimer(forceRefresh, 1000));
  on(document, 'visibilitychange', () => refresh());
  followHash();
}

/** Opens the panel for a click on one of the page's openers, also inside a shadow root. */
function openByOpener(event: MouseEvent): void {
  const path = event.composedPath() as HTMLAnchorElement[];
  const opener = path.find((one) => one.dataset?.tidingsOpen !== undefined);
  // A link to the current address fires no `hashchange`, but must open the panel again.
  if (path.some(({ href }) => href === location.href)) followHash();
  if (!opener || event.ctrlKey || event.metaKey) return;
  // The opener may be a link to the public page, which works even if the widget does not load.
  event.preventDefault();
  open(opener.dataset.tidingsOpen, opener);
}

function followHash(): void {
  const [, release] = location.hash.split('#tidings=');
  if (release) open(release);
}
