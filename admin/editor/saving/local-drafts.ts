import type { ReleaseDraft } from '../../release/draft.ts';

/** A draft that is not saved on the server, as stored on this device. */
export interface LocalDraft {
  draft: ReleaseDraft;
  /** The revision of the release that the draft changes; undefined for a new release. */
  revision: number | undefined;
  /** When the draft was stored, ISO-8601. */
  at: string;
}

/** The person, the project and the release of a draft; `new` if the release was never saved. */
export interface DraftScope {
  person: string;
  project: string;
  release: string;
}

const prefix = 'tidings-words';
/** Edits within this time are stored together. */
const storeAfterMs = 250;

/**
 * The stored drafts of one tab. Each tab writes under its own key, so that two tabs do not
 * overwrite each other, and finds the drafts of all tabs.
 */
export class LocalDrafts {
  /** Whether the last attempt to store a draft succeeded. */
  isStored = true;
  /** The drafts found when the editor was opened, without those restored or removed since. */
  recoverable: [key: string, localDraft: LocalDraft][];
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #scope: DraftScope;
  /** A draft that is not stored yet. */
  #pending: { draft: ReleaseDraft; revision: number | undefined } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scope: DraftScope) {
    this.#scope = scope;
    this.recoverable = this.listStored();
  }

  /** Stores a draft within `storeAfterMs`. Call `flush` if the page closes before that. */
  storeSoon(draft: ReleaseDraft, revision: number | undefined): void {
    // A keystroke does not restart the timer, so a crash loses only what was typed within that
    // time.
    if (!this.#pending) this.#timer = setTimeout(() => this.flush(), storeAfterMs);
    this.#pending = { draft, revision };
  }

  /** Stores the draft passed to `storeSoon` at once, if it is not stored yet. */
  flush(): void {
    const pending = this.#pending;
    this.#cancelPending();
    if (pending) this.isStored = this.store(pending.draft, pending.revision);
  }

  /** Stores a draft. Returns whether the browser could. */
  store(draft: ReleaseDraft, revision: number | undefined): boolean {
    const localDraft: LocalDraft = { draft, revision, at: new Date().toISOString() };
    try {
      localStorage.setItem(this.#key, JSON.stringify(localDraft));
      return true;
    } catch {
      // A private window, or a full device.
      return false;
    }
  }

  /** Removes a draft that was saved or discarded; this tab's own by default. */
  remove(key = this.#key): void {
    if (key === this.#key) this.#cancelPending();
    this.recoverable = this.recoverable.filter(([stored]) => stored !== key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is blocked, so there are none.
    }
  }

  /** Removes this tab's draft, and stores the next ones under another release. */
  moveTo(release: string): void {
    this.remove();
    this.#scope = { ...this.#scope, release };
    this.recoverable = this.listStored();
  }

  /** The drafts that earlier visits and other tabs of the same person stored, newest first. */
  listStored(): [key: string, localDraft: LocalDraft][] {
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

/** Undefined if the text is not a stored draft. */
function parse(text: string | null): LocalDraft | undefined {
  try {
    const localDraft = JSON.parse(text ?? '') as LocalDraft;
    return Array.isArray(localDraft.draft.notes) ? localDraft : undefined;
  } catch {
    return undefined;
  }
}
