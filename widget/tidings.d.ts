/** Facts about the visitor, such as `{ plan: 'pro' }`: hints, unless a token contains the same. */
export type TidingsTraits = Record<string, string | number | boolean>;

/** The `detail` of the events `tidings-ready`, `tidings-open` … on the launcher; they bubble. */
export interface TidingsEvents {
  ready: null;
  /** The requested id or version, if any. */
  open: { release: string | undefined };
  close: null;
  /** The count that the badge now shows. */
  unread: { unread: number };
  answer: { release: string; rating: number | null; state: 'complete' | 'partial' };
}

/** Calls made before the script is loaded, and after `destroy`, wait in `q`. */
export interface Tidings {
  /** Your server's signed statement of who the visitor is; `undefined` after they sign out. */
  (command: 'identify', identity: { token: string | undefined }): void;
  /** Replaces all earlier traits. */
  (command: 'traits', traits: TidingsTraits): void;
  /** Opens the panel, at a release if its id or version is given. */
  (command: 'open', release?: string): void;
  (command: 'close'): void;
  /** Calls `callback` at once and whenever the number changes. */
  (command: 'unread', callback: (unread: number) => void): void;
  <Name extends keyof TidingsEvents>(
    command: 'on',
    event: Name,
    callback: (detail: TidingsEvents[Name]) => void,
  ): void;
  /** Removes the widget from the page. Adding the script again starts it again. */
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
