import { refresh } from './badge.ts';
import { button } from './launcher.ts';
import { on, setTimer } from './lifecycle.ts';
import { forceRefresh, loadPanel, open, toggle } from './opening.ts';

/** All that we hear of the page: clicks on openers, links to a release, coming into view. */
export function listenToPage(): void {
  on(button, 'click', toggle);
  on(button, 'pointerenter', loadPanel);
  on(button, 'focus', loadPanel);
  on(document, 'click', openByOpener);
  on(window, 'hashchange', followHash);
  // The event often comes before the connection works, and a call at once would fail.
  on(window, 'online', () => setTimer(forceRefresh, 1000));
  on(document, 'visibilitychange', () => refresh());
  followHash();
}

/** Anything of the page may open us, also from inside a shadow root. */
function openByOpener(event: MouseEvent): void {
  const path = event.composedPath() as HTMLAnchorElement[];
  const opener = path.find((one) => one.dataset?.tidingsOpen !== undefined);
  // A link to where we are changes no address, but means to open us again.
  if (path.some(({ href }) => href === location.href)) followHash();
  if (!opener || event.ctrlKey || event.metaKey) return;
  // A link to the public page is a good opener for the day on which we do not load.
  event.preventDefault();
  open(opener.dataset.tidingsOpen, opener);
}

function followHash(): void {
  const [, release] = location.hash.split('#tidings=');
  if (release) open(release);
}
