import type { ReleaseDraft } from '../../release/draft.ts';

/** Words that the server does not have yet, as this device keeps them. */
export interface LocalDraft {
  draft: ReleaseDraft;
  /** The edition of the release that they change; undefined for a new one. */
  revision: number | undefined;
  /** When they were written, ISO-8601. */
  at: string;
}

/** Whose words they are, and of which release; `new` where it was never saved. */
export interface DraftScope {
  person: string;
  project: string;
  release: string;
}

const prefix = 'tidings-words';
/** What is typed within this time is stored together. */
const storeAfterMs = 250;

/**
 * The words of one tab. Each writes under a name of its own, so that two tabs do not write over each
 * other; each finds what all of them left.
 */
export class LocalDrafts {
  /** Whether this browser could store them, the last time that they were stored. */
  isStored = true;
  /** What `found` was when the editor was opened, less what was taken up or forgotten since. */
  recoverable: [key: string, words: LocalDraft][];
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #scope: DraftScope;
  /** Typed and not stored yet. */
  #pending: { draft: ReleaseDraft; revision: number | undefined } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scope: DraftScope) {
    this.#scope = scope;
    this.recoverable = this.listStored();
  }

  /** Keeps them in a moment. Who closes the page before that calls `flush`. */
  storeSoon(draft: ReleaseDraft, revision: number | undefined): void {
    // Not put off by each keystroke: what a crash could lose is what was typed within that time.
    if (!this.#pending) this.#timer = setTimeout(() => this.flush(), storeAfterMs);
    this.#pending = { draft, revision };
  }

  /** Keeps at once what `storeSoon` was given, if it is not kept yet. */
  flush(): void {
    const pending = this.#pending;
    this.#cancelPending();
    if (pending) this.isStored = this.store(pending.draft, pending.revision);
  }

  /** Keeps them, and gives whether this browser could. */
  store(draft: ReleaseDraft, revision: number | undefined): boolean {
    const localDraft: LocalDraft = { draft, revision, at: new Date().toISOString() };
    try {
      localStorage.setItem(this.#key, JSON.stringify(localDraft));
      return true;
    } catch {
      // A private window, or a device that is full.
      return false;
    }
  }

  /** They are saved, or nobody wants them. */
  remove(key = this.#key): void {
    if (key === this.#key) this.#cancelPending();
    this.recoverable = this.recoverable.filter(([stored]) => stored !== key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Then there are none.
    }
  }

  /** From now on they are those of a release that has an id. */
  moveTo(release: string): void {
    this.remove();
    this.#scope = { ...this.#scope, release };
    this.recoverable = this.listStored();
  }

  /** What earlier visits and other tabs of the same person left, the newest first. */
  listStored(): [key: string, words: LocalDraft][] {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${this.#keyPrefix}:`));
      const others = keys.filter((key) => key !== this.#key);
      const entries = others.map((key) => [key, parse(localStorage.getItem(key))] as const);
      const valid = entries.filter(
        (entry): entry is [string, LocalDraft] => entry[1] !== undefined,
      );
      return valid.sort(([, one], [, other]) => other.at.localeCompare(one.at));
    } catch {
      return [];
    }
  }

  #cancelPending(): void {
    clearTimeout(this.#timer);
    this.#pending = undefined;
  }

  get #keyPrefix(): string {
    const { person, project, release } = this.#scope;
    return [prefix, person, project, release].join(':');
  }

  get #key(): string {
    return `${this.#keyPrefix}:${this.#tab}`;
  }
}

/** Undefined for what is none of ours. */
function parse(text: string | null): LocalDraft | undefined {
  try {
    const localDraft = JSON.parse(text ?? '') as LocalDraft;
    return Array.isArray(localDraft.draft.notes) ? localDraft : undefined;
  } catch {
    return undefined;
  }
}
