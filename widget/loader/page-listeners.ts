import { refresh } from './badge.ts';
import { button } from './launcher.ts';
import { later, on } from './lifecycle.ts';
import { change, open, prepare, toggle } from './opening.ts';

/** All that we hear of the page: clicks on openers, links to a release, coming into view. */
export function listenToPage(): void {
  on(button, 'click', toggle);
  on(button, 'pointerenter', prepare);
  on(button, 'focus', prepare);
  on(document, 'click', openByOwn);
  on(window, 'hashchange', followHash);
  // The event often comes before the connection works, and a call at once would fail.
  on(window, 'online', () => later(change, 1000));
  on(document, 'visibilitychange', () => refresh());
  followHash();
}

/** Anything of the page may open us, also from inside a shadow root. */
function openByOwn(event: MouseEvent): void {
  const path = event.composedPath() as HTMLAnchorElement[];
  const own = path.find((one) => one.dataset?.tidingsOpen !== undefined);
  // A link to where we are changes no address, but means to open us again.
  if (path.some(({ href }) => href === location.href)) followHash();
  if (!own || event.ctrlKey || event.metaKey) return;
  // A link to the public page is a good opener for the day on which we do not load.
  event.preventDefault();
  open(own.dataset.tidingsOpen, own);
}

function followHash(): void {
  const [, release] = location.hash.split('#tidings=');
  if (release) open(release);
}
