import { emit, refresh } from './loader/badge.ts';
import { placeLauncher } from './loader/launcher.ts';
import { on, stopped } from './loader/lifecycle.ts';
import { listen } from './loader/live.ts';
import { sendWaitingAnswers } from './loader/opening.ts';
import { hostWindow, installApi } from './loader/page-api.ts';
import { listenToPage } from './loader/page-listeners.ts';
import { tag } from './loader/tag.ts';
import { warnOnce } from './loader/warning.ts';

// The part that every host page loads: it adds the launcher and fetches everything else when first
// needed. A script runs once in a page, so its modules hold their own state, which takes fewest
// bytes.

/** Starts the loader, unless another script in the page has already booted `tidings`. */
function boot(): void {
  if (hostWindow.tidings?.booted) return;
  placeLauncher();
  installApi();
  if (stopped.aborted) return;
  listenToPage();
  emit('ready');
  refresh();
  sendWaitingAnswers();
  if (/m/.test(document.readyState)) listen();
  else on(window, 'load', listen);
}

// Waits until the page is parsed: its own launcher may come last. Of the three ready states, only
// `loading` has no "c", and only `complete` has an "m" (used in `boot`): the words would add bytes.
if (!tag.project) warnOnce('data-project is missing');
else if (/c/.test(document.readyState)) boot();
else on(document, 'DOMContentLoaded', boot);
