import { define } from './elements/define.ts';
import type { Core, Panel } from './loader/opening.ts';
import { TidingsChangelog } from './releases/changelog.ts';
import { PopoverPanel } from './releases/panel.ts';
import { completeShell } from './shell/complete-shell.ts';

// A file of its own: loaders import the module by its name.
// Exported so that a page has one shell: the queue, which may be loaded without the panel, uses it.
export { completeShell };

define('tidings-changelog', TidingsChangelog);

/** Called by the loader: adds a closed panel to the launcher. */
export function mount(core: Core): Panel {
  const shell = completeShell(core);
  const panel = new PopoverPanel(shell);
  shell.stopped.addEventListener('abort', () => panel.destroy());
  return panel;
}
