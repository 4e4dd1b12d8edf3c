import type { Draft } from '../../release/draft.ts';

/** Words that the server does not have yet, as this device keeps them. */
export interface LocalDraft {
  draft: Draft;
  /** The edition of the release that they change; undefined for a new one. */
  revision: number | undefined;
  /** When they were written, ISO-8601. */
  at: string;
}

/** Whose words they are, and of which release; `new` where it was never saved. */
export interface Desk {
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
  isKept = true;
  /** What `found` was when the editor was opened, less what was taken up or forgotten since. */
  offered: [key: string, words: LocalDraft][];
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #desk: Desk;
  /** Typed and not stored yet. */
  #waiting: { draft: Draft; revision: number | undefined } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.offered = this.found();
  }

  /** Keeps them in a moment. Who closes the page before that calls `flush`. */
  keepSoon(draft: Draft, revision: number | undefined): void {
    // Not put off by each keystroke: what a crash could lose is what was typed within that time.
    if (!this.#waiting) this.#timer = setTimeout(() => this.flush(), storeAfterMs);
    this.#waiting = { draft, revision };
  }

  /** Keeps at once what `keepSoon` was given, if it is not kept yet. */
  flush(): void {
    const waiting = this.#waiting;
    this.#stopWaiting();
    if (waiting) this.isKept = this.keep(waiting.draft, waiting.revision);
  }

  /** Keeps them, and gives whether this browser could. */
  keep(draft: Draft, revision: number | undefined): boolean {
    const words: LocalDraft = { draft, revision, at: new Date().toISOString() };
    try {
      localStorage.setItem(this.#key, JSON.stringify(words));
      return true;
    } catch {
      // A private window, or a device that is full.
      return false;
    }
  }

  /** They are saved, or nobody wants them. */
  forget(key = this.#key): void {
    if (key === this.#key) this.#stopWaiting();
    this.offered = this.offered.filter(([offered]) => offered !== key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Then there are none.
    }
  }

  /** From now on they are those of a release that has an id. */
  moveTo(release: string): void {
    this.forget();
    this.#desk = { ...this.#desk, release };
    this.offered = this.found();
  }

  /** What earlier visits and other tabs of the same person left, the newest first. */
  found(): [key: string, words: LocalDraft][] {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${this.#place}:`));
      const others = keys.filter((key) => key !== this.#key);
      const read = others.map((key) => [key, parse(localStorage.getItem(key))] as const);
      const known = read.filter((entry): entry is [string, LocalDraft] => entry[1] !== undefined);
      return known.sort(([, one], [, other]) => other.at.localeCompare(one.at));
    } catch {
      return [];
    }
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
  }

  get #place(): string {
    const { person, project, release } = this.#desk;
    return [prefix, person, project, release].join(':');
  }

  get #key(): string {
    return `${this.#place}:${this.#tab}`;
  }
}

/** Undefined for what is none of ours. */
function parse(text: string | null): LocalDraft | undefined {
  try {
    const words = JSON.parse(text ?? '') as LocalDraft;
    return Array.isArray(words.draft.notes) ? words : undefined;
  } catch {
    return undefined;
  }
}
