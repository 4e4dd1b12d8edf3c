import type { Core } from './loader/opening.ts';
import { getSender } from './queue/sender.ts';
import { completeShell } from './widget.ts';

/**
 * What the loader calls at load where answers wait, and again when the visitor has a new token: sends
 * what may be sent now and goes on trying, until nothing waits or the page is left.
 */
export function mount(core: Core): void {
  const shell = completeShell(core);
  // Without an answer no database is made.
  if (shell.visitor.get('waiting')) getSender(shell).deliver();
}
