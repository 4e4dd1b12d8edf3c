import type { PersonSession } from '../../contract/people.ts';

/** That somebody came in or left, or has other projects than before, and where to go on. */
export interface SessionChange {
  session: PersonSession | undefined;
  next: string;
}

/** Tells the shell from wherever a page stands. */
export function emitSessionChange(from: EventTarget, change: SessionChange): void {
  from.dispatchEvent(
    new CustomEvent('session-change', { detail: change, bubbles: true, composed: true }),
  );
}
