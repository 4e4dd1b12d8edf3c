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

/**
 * The words of one tab. Each writes under a name of its own, so that two tabs do not write over each
 * other; each finds what all of them left.
 */
export class LocalDrafts {
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
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
