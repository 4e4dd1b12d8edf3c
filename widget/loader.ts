import { emit, refresh } from './loader/badge.ts';
import { placeLauncher } from './loader/launcher.ts';
import { on, stopped } from './loader/lifecycle.ts';
import { listen } from './loader/live.ts';
import { sendWaitingAnswers } from './loader/opening.ts';
import { hostWindow, installApi } from './loader/page-api.ts';
import { listenToPage } from './loader/page-listeners.ts';
import { tag } from './loader/tag.ts';
import { warnOnce } from './loader/warning.ts';

// What a host's page pays for: it puts the launcher there and fetches all else on first need. A script
// runs once in a page, so its parts hold what they know themselves, which is the lightest way.

/** Puts the parts together. A second script finds `tidings` answered, and leaves it at that. */
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

// The page is read to its end first: there may be no body yet, nor the launcher that it brings. Of the
// three states `loading` alone has no c, and above `complete` alone has an m: the words would weigh more.
if (!tag.project) warnOnce('data-project is missing');
else if (/c/.test(document.readyState)) boot();
else on(document, 'DOMContentLoaded', boot);
