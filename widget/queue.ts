import type { Core } from './loader/opening.ts';
import { getSender } from './queue/sender.ts';
import { completeShell } from './widget.ts';

/**
 * Called by the loader if answers wait or an id is wanted, at load and when the visitor has a new
 * token: sends what can be sent now and keeps trying until nothing waits or the page is left.
 */
export function mount(core: Core): void {
  const shell = completeShell(core);
  // Without an answer, no database is created.
  if (shell.visitor.get('waiting')) getSender(shell).deliver();
}
