import { nothing, type TemplateResult } from 'lit/html.js';
import type { Messages } from '../locales/messages.ts';
import type { FeedTicket } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import type { Rateable } from './rating-controller.ts';
import type { RatingView } from './rating-view.ts';

/**
 * The ratings at the feet of the releases. The code that draws them is fetched when there is a release to
 * rate, after the releases themselves are shown: the first opening does not wait for it.
 */
export class Ratings {
  /** The releases whose rating is drawn, by id. */
  readonly #visibleIds = new Set<string>();
  readonly #shell: Shell;
  readonly #feedTicket: FeedTicket;
  #module: typeof import('./rating-view.ts') | undefined;
  #view: RatingView | undefined;

  constructor(shell: Shell, feedTicket: FeedTicket) {
    this.#shell = shell;
    this.#feedTicket = feedTicket;
  }

  /** A rating should be drawn, and the code for it could not be fetched. */
  get isMissing(): boolean {
    return !this.#module && this.#visibleIds.size > 0;
  }

  /** Fetches the code that draws ratings, unless it is here. After a failure the next call tries again. */
  fetch = async (): Promise<void> => {
    this.#module ??= await import('./rating-view.ts').catch(() => undefined);
  };

  /** Draws this release's rating from now on. */
  add(release: string): void {
    this.#visibleIds.add(release);
  }

  /** Forgets what was drawn: it was another visitor's. */
  clear(): void {
    this.#visibleIds.clear();
    this.#view = undefined;
  }

  /** The rating of a release; nothing if it is not near yet, or the code is not here. */
  view(release: Rateable, messages: Messages): TemplateResult | typeof nothing {
    if (!this.#module || !this.#visibleIds.has(release.id)) return nothing;
    this.#view ??= this.#module.createRatingView(this.#shell, this.#feedTicket);
    return this.#view(release, messages);
  }
}
