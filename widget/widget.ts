import { define } from './define.ts';
import type { Core } from './loader/opening.ts';
import { PopoverPanel } from './panel.ts';
import { TidingsChangelog } from './releases/changelog.ts';
import { completeShell } from './shell/complete-shell.ts';
import type { Panel } from './shell/shell.ts';
import { TidingsRating } from './surveys/rating.ts';

// One shell in a page: the queue, which may come without the panel, takes it from here.
export { completeShell };

define('tidings-changelog', TidingsChangelog);
define('tidings-rating', TidingsRating);

/** What the loader calls: puts a closed panel into the launcher that it made. */
export function mount(core: Core): Panel {
  const shell = completeShell(core);
  const panel = new PopoverPanel(shell);
  shell.stopped.addEventListener('abort', () => panel.destroy());
  return panel;
}
