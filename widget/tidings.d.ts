/** Facts about the visitor, such as `{ plan: 'pro' }`: hints, unless a token says the same. */
export type TidingsTraits = Record<string, string | number | boolean>;

/** The `detail` of the events `tidings-ready`, `tidings-open` … on the launcher; they bubble. */
export interface TidingsEvents {
  ready: null;
  /** The id or version that was asked for, where one was. */
  open: { release: string | undefined };
  close: null;
  /** What the badge shows now. */
  unread: { unread: number };
  answer: { release: string; rating: number | null; state: 'complete' | 'partial' };
}

/** Calls made before the script has come, and after `destroy`, wait in `q`. */
export interface Tidings {
  /** Your server's signed statement of who the visitor is; `undefined` where they signed out. */
  (command: 'identify', identity: { token: string | undefined }): void;
  /** Takes the place of all traits said before. */
  (command: 'traits', traits: TidingsTraits): void;
  /** Opens the panel, at a release by its id or version where one is named. */
  (command: 'open', release?: string): void;
  (command: 'close'): void;
  /** Called at once and whenever the number changes. */
  (command: 'unread', callback: (unread: number) => void): void;
  <Name extends keyof TidingsEvents>(
    command: 'on',
    event: Name,
    callback: (detail: TidingsEvents[Name]) => void,
  ): void;
  /** Takes all of ours out of the page. The script, added anew, starts again. */
  (command: 'destroy'): void;
  q?: Iterable<unknown>[];
}

type TidingsDocumentEvents = {
  [Name in keyof TidingsEvents as `tidings-${Name}`]: CustomEvent<TidingsEvents[Name]>;
};

declare global {
  interface HTMLElementEventMap extends TidingsDocumentEvents {}
  interface DocumentEventMap extends TidingsDocumentEvents {}
  interface HTMLElementTagNameMap {
    'tidings-launcher': HTMLElement;
  }
}
