import type { FeedRelease } from '../../../contract/feed.ts';
import type { Release } from '../../../contract/releases.ts';
import { ask, asRefusal, isAbort } from '../../client.ts';
import { type Draft, type DraftNote, filledNotes } from '../../release/draft.ts';
import { dateRead, previewRelease, todayUtc } from '../../release/preview-release.ts';
import { hasSameFields } from '../../release/same-fields.ts';

/** How long a pause in typing is, after which the server is asked for HTML. */
const pauseMs = 300;

/**
 * The HTML of notes while they are written: only the server makes it, and cleans it. Each text is asked
 * for once; while one is under way the note shows what it was before, and only the newest counts.
 */
export class RenderedNotes {
  /** Why the preview is not up to date. */
  trouble: string | undefined;
  readonly #path: string;
  readonly #changed: () => void;
  readonly #html = new Map<string, string>([['', '']]);
  /** By the note's key: what is shown until there is something newer. */
  readonly #last = new Map<string, string>();
  #release: FeedRelease | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  /** `path` is that of the preview; `changed` is called when there is something else to show. */
  constructor(path: string, changed: () => void) {
    this.#path = path;
    this.#changed = changed;
  }

  /** What the server said of texts before. */
  learn(notes: readonly { body: string; html: string }[]): void {
    for (const { body, html } of notes) this.#html.set(body, html);
  }

  /** Asks for what is missing, after a pause. */
  need({ notes }: Draft): void {
    clearTimeout(this.#timer);
    const bodies = new Set(['', ...notes.map(({ body }) => body)]);
    // What was typed on the way here is not shown again.
    for (const body of this.#html.keys()) if (!bodies.has(body)) this.#html.delete(body);
    const missing = [...bodies].filter((body) => !this.#html.has(body));
    if (missing.length > 0) this.#timer = setTimeout(() => void this.#ask(missing), pauseMs);
  }

  /**
   * The draft as a feed would have it, dated as the release that it is saved in would be. The same
   * object while it shows the same: most keys that are pressed change nothing before the next pause.
   */
  release(draft: Draft, saved: Release | undefined): FeedRelease {
    const displayDate = dateRead(draft.displayDate, saved, todayUtc());
    const notes = filledNotes(draft).map((note) => this.#shown(note));
    const release = previewRelease({ ...draft, displayDate }, notes);
    if (!showsTheSame(release, this.#release)) this.#release = release;
    return this.#release ?? release;
  }

  /** Nobody looks any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  #shown({ key, kind, title, body }: DraftNote): FeedRelease['notes'][number] {
    const html = this.#html.get(body) ?? this.#last.get(key) ?? '';
    this.#last.set(key, html);
    return { id: key, kind, title, html };
  }

  async #ask(bodies: string[]): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      for (const markdown of bodies) {
        const sent = { method: 'POST', body: { markdown }, signal } as const;
        const { value } = await ask<{ html: string }>(this.#path, sent);
        this.#html.set(markdown, value.html);
      }
      this.trouble = undefined;
    } catch (error) {
      if (isAbort(error)) return;
      this.trouble = asRefusal(error).message;
    }
    this.#changed();
  }
}

function showsTheSame(release: FeedRelease, other: FeedRelease | undefined): boolean {
  if (!other || release.notes.length !== other.notes.length) return false;
  return (
    hasSameFields({ ...release, notes: undefined }, { ...other, notes: undefined }) &&
    release.notes.every((note, at) => hasSameFields(note, other.notes[at]))
  );
}
