import { nothing, type TemplateResult } from 'lit/html.js';
import type { Words } from '../locales/words.ts';
import type { Asked } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import type { Rateable } from './answer-desk.ts';
import type { RatingView } from './rating-view.ts';

/**
 * The ratings at the feet of the releases. The code that draws them is fetched when there is a release to
 * rate, after the releases themselves are shown: the first opening does not wait for it.
 */
export class Ratings {
  /** The releases whose rating is drawn, by id. */
  readonly #drawn = new Set<string>();
  readonly #shell: Shell;
  readonly #asked: Asked;
  #part: typeof import('./rating-view.ts') | undefined;
  #view: RatingView | undefined;

  constructor(shell: Shell, asked: Asked) {
    this.#shell = shell;
    this.#asked = asked;
  }

  /** A rating should be drawn, and the code for it could not be fetched. */
  get isMissing(): boolean {
    return !this.#part && this.#drawn.size > 0;
  }

  /** Fetches the code that draws ratings, unless it is here. After a failure the next call tries again. */
  fetch = async (): Promise<void> => {
    this.#part ??= await import('./rating-view.ts').catch(() => undefined);
  };

  /** Draws this release's rating from now on. */
  add(release: string): void {
    this.#drawn.add(release);
  }

  /** Forgets what was drawn: it was another visitor's. */
  clear(): void {
    this.#drawn.clear();
    this.#view = undefined;
  }

  /** The rating of a release; nothing if it is not near yet, or the code is not here. */
  view(release: Rateable, words: Words): TemplateResult | typeof nothing {
    if (!this.#part || !this.#drawn.has(release.id)) return nothing;
    this.#view ??= this.#part.ratingViewOf(this.#shell, this.#asked);
    return this.#view(release, words);
  }
}
