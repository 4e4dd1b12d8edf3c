import { define } from './define.ts';
import type { Core } from './loader/opening.ts';
import { PopoverPanel } from './panel.ts';
import { TidingsChangelog } from './releases/changelog.ts';
import { completeShell } from './shell/complete-shell.ts';
import type { MountPanel, Panel } from './shell/shell.ts';
import { TidingsRating } from './surveys/rating.ts';

// One shell in a page: the queue, which may come without the panel, takes it from here.
export { completeShell };

define('tidings-changelog', TidingsChangelog);
define('tidings-rating', TidingsRating);

/** Puts a closed panel into the launcher that the loader made. */
export const mountPanel: MountPanel = (shell) => {
  const changelog = document.createElement('tidings-changelog') as TidingsChangelog;
  changelog.setAttribute('exportparts', 'panel, header, close, release, note, rating, comment');
  return new PopoverPanel(shell, changelog);
};

/** What the loader calls. */
export function mount(core: Core): Panel {
  const shell = completeShell(core);
  const panel = mountPanel(shell);
  shell.stopped.addEventListener('abort', () => panel.destroy());
  return panel;
}
