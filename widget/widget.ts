import { define } from './elements/define.ts';
import type { Core, Panel } from './loader/opening.ts';
import { TidingsChangelog } from './releases/changelog.ts';
import { PopoverPanel } from './releases/panel.ts';
import { completeShell } from './shell/complete-shell.ts';

// A file of its own: loaders import the module by its name.
// One shell in a page: the queue, which may come without the panel, takes it from here.
export { completeShell };

define('tidings-changelog', TidingsChangelog);

/** What the loader calls: puts a closed panel into the launcher that it made. */
export function mount(core: Core): Panel {
  const shell = completeShell(core);
  const panel = new PopoverPanel(shell);
  shell.stopped.addEventListener('abort', () => panel.destroy());
  return panel;
}
