import type { PersonSession } from '../../contract/people.ts';

/** A sign-in, a sign-out or a change of the person's projects, and the address to go to next. */
export interface SessionChange {
  session: PersonSession | undefined;
  next: string;
}

/** Notifies the shell, also from inside a shadow root. */
export function emitSessionChange(from: EventTarget, change: SessionChange): void {
  from.dispatchEvent(
    new CustomEvent('session-change', { detail: change, bubbles: true, composed: true }),
  );
}
