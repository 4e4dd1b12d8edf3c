import type { FeedAnswer } from '../../contract/feed.ts';

/** What the host says about a visitor: a signed token, and hints that prove nothing. */
export interface HostIdentity {
  token: string | undefined;
  traits: Record<string, string | number | boolean>;
}

/** The visitor's own switches, as far as they touched them. They win over everything. */
export interface Switches {
  /** No badge at all. */
  muted?: boolean | undefined;
  /** A badge for major releases alone. */
  majorsOnly?: boolean | undefined;
  neverAsk?: boolean | undefined;
  /** Their language, where they chose one. */
  locale?: string | undefined;
}

/** What the host has said so far. */
export const identity = { traits: {} } as HostIdentity;

/** What is known of the visitor on this device, within what `data-storage` allows to be kept. */
export interface CurrentVisitor {
  readonly identity: HostIdentity;
  /**
   * The fields that name the visitor in a request: exactly one of `token` and `visitor`. Undefined
   * before there is anything to name them by.
   */
  credentials(): { token: string } | { visitor: string } | undefined;
  /** Another where somebody else uses the device; a fresh token of the same visitor changes nothing. */
  readonly owner: string;
  /** The first open, answer or mute: from now on there is an id, and the device may keep things. */
  activate(): void;
  readonly switches: Switches;
  setSwitch<Name extends keyof Switches>(name: Name, value: Switches[Name]): void;
  /** When the newest release that the panel has shown was published, ISO-8601. */
  seenAt: string | undefined;
  /** What they said about a release, as far as this device or the server knows. */
  answerTo(release: string): FeedAnswer | undefined;
  saveAnswer(release: string, answer: FeedAnswer): void;
  /** Anything else worth keeping, as JSON: the last feed, a draft. */
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
}
