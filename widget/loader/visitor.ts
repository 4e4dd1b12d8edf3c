import type { FeedAnswer } from '../../contract/feed.ts';

/** What the host provides about a visitor: a signed token, and traits, which prove nothing. */
export interface HostIdentity {
  token: string | undefined;
  traits: Record<string, string | number | boolean>;
}

/** The switches that the visitor has changed. They override everything else. */
export interface Switches {
  /** No badge at all. */
  muted?: boolean | undefined;
  /** A badge for major releases only. */
  majorsOnly?: boolean | undefined;
  neverAsk?: boolean | undefined;
  /** The language that the visitor chose, if any. */
  locale?: string | undefined;
}

/** What the host has provided so far. */
export const identity = { traits: {} } as HostIdentity;

/** What this device knows about the visitor, within what `data-storage` allows it to store. */
export interface CurrentVisitor {
  readonly identity: HostIdentity;
  /**
   * Returns the field that names the visitor in a request: either `token` or `visitor`. Undefined
   * if the visitor has neither yet.
   */
  credentials(): { token: string } | { visitor: string } | undefined;
  /** Identifies the visitor on this device; a new token of the same visitor does not change it. */
  readonly owner: string;
  /** Called when the visitor acts (open, answer, mute): creates an id and allows storage. */
  activate(): void;
  readonly switches: Switches;
  setSwitch<Name extends keyof Switches>(name: Name, value: Switches[Name]): void;
  /** When the newest release that the panel has shown was published, ISO 8601. */
  seenAt: string | undefined;
  /** Returns the visitor's last answer about a release that this device knows. */
  answerTo(release: string): FeedAnswer | undefined;
  saveAnswer(release: string, answer: FeedAnswer): void;
  /** Returns another stored value, from JSON: the last feed, a draft. */
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
}
