import type { FeedRelease } from '../../../contract/feed.ts';
import type { Release } from '../../../contract/releases.ts';
import { callApi, isAbortError, toApiError } from '../../client.ts';
import { type DraftNote, filledNotes, type ReleaseDraft } from '../../release/draft.ts';
import { previewRelease, publicDate, todayUtc } from '../../release/preview-release.ts';
import { hasSameFields } from '../../release/same-fields.ts';

/** The pause in typing after which HTML is requested. */
const pauseMs = 300;

/**
 * The HTML of notes in the editor, which only the server renders and cleans. Each text is requested
 * once. Until a reply arrives, the note shows its last HTML; a new request aborts the one before.
 */
export class RenderedNotes {
  /** The reason why the preview is not up to date. */
  errorMessage: string | undefined;
  readonly #path: string;
  readonly #onChange: () => void;
  readonly #html = new Map<string, string>([['', '']]);
  /** The last HTML by the note's key, shown until there is newer HTML. */
  readonly #lastHtml = new Map<string, string>();
  #release: FeedRelease | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abortController = new AbortController();

  /** `path` is that of the preview. `onChange` is called when the HTML has changed. */
  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
  }

  /** Adds HTML that the server has already rendered. */
  addRendered(notes: readonly { body: string; html: string }[]): void {
    for (const { body, html } of notes) this.#html.set(body, html);
  }

  /** Requests missing HTML after a pause. */
  update({ notes }: ReleaseDraft): void {
    clearTimeout(this.#timer);
    const bodies = new Set(['', ...notes.map(({ body }) => body)]);
    // Intermediate texts are not shown again.
    for (const body of this.#html.keys()) if (!bodies.has(body)) this.#html.delete(body);
    const missing = [...bodies].filter((body) => !this.#html.has(body));
    if (missing.length > 0) this.#timer = setTimeout(() => void this.#render(missing), pauseMs);
  }

  /**
   * The draft as a feed would contain it, dated like the saved release. Returns the same object
   * while the content is the same: most keystrokes change nothing before the next pause.
   */
  toFeedRelease(draft: ReleaseDraft, savedRelease: Release | undefined): FeedRelease {
    const displayDate = publicDate(draft.displayDate, savedRelease, todayUtc());
    const notes = filledNotes(draft).map((note) => this.#toFeedNote(note));
    const release = previewRelease({ ...draft, displayDate }, notes);
    if (!isSameFeedRelease(release, this.#release)) this.#release = release;
    return this.#release ?? release;
  }

  /** Stops requests, because the preview is closed. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#abortController.abort();
  }

  #toFeedNote({ key, kind, title, body }: DraftNote): FeedRelease['notes'][number] {
    const html = this.#html.get(body) ?? this.#lastHtml.get(key) ?? '';
    this.#lastHtml.set(key, html);
    return { id: key, kind, title, html };
  }

  async #render(bodies: string[]): Promise<void> {
    this.#abortController.abort();
    this.#abortController = new AbortController();
    const { signal } = this.#abortController;
    try {
      for (const markdown of bodies) {
        const options = { method: 'POST', body: { markdown }, signal } as const;
        const { value } = await callApi<{ html: string }>(this.#path, options);
        this.#html.set(markdown, value.html);
      }
      this.errorMessage = undefined;
    } catch (error) {
      if (isAbortError(error)) return;
      this.errorMessage = toApiError(error).message;
    }
    this.#onChange();
  }
}

function isSameFeedRelease(release: FeedRelease, other: FeedRelease | undefined): boolean {
  if (!other || release.notes.length !== other.notes.length) return false;
  return (
    hasSameFields({ ...release, notes: undefined }, { ...other, notes: undefined }) &&
    release.notes.every((note, at) => hasSameFields(note, other.notes[at]))
  );
}
