import { nothing, type TemplateResult } from 'lit/html.js';
import type { Messages } from '../locales/messages.ts';
import type { FeedTicket } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import type { Rateable } from './rating-controller.ts';
import type { RatingView } from './rating-view.ts';

/**
 * The ratings at the ends of the releases. Their code is fetched when there is a release to rate,
 * after the releases are shown: the first opening does not wait for it.
 */
export class Ratings {
  /** The ids of the releases whose rating is rendered. */
  readonly #visibleIds = new Set<string>();
  readonly #shell: Shell;
  readonly #feedTicket: FeedTicket;
  #module: typeof import('./rating-view.ts') | undefined;
  #view: RatingView | undefined;

  constructor(shell: Shell, feedTicket: FeedTicket) {
    this.#shell = shell;
    this.#feedTicket = feedTicket;
  }

  /** Whether a rating should be rendered, but its code could not be fetched. */
  get isMissing(): boolean {
    return !this.#module && this.#visibleIds.size > 0;
  }

  /** Fetches the code of the ratings, once. After a failure, the next call tries again. */
  fetch = async (): Promise<void> => {
    this.#module ??= await import('./rating-view.ts').catch(() => undefined);
  };

  /** Renders this release's rating from now on. */
  add(release: string): void {
    this.#visibleIds.add(release);
  }

  /** Discards all ratings: they belong to another visitor. */
  clear(): void {
    this.#visibleIds.clear();
    this.#view = undefined;
  }

  /** The rating of a release; nothing if it has not been near yet or the code is not loaded. */
  view(release: Rateable, messages: Messages): TemplateResult | typeof nothing {
    if (!this.#module || !this.#visibleIds.has(release.id)) return nothing;
    this.#view ??= this.#module.createRatingView(this.#shell, this.#feedTicket);
    return this.#view(release, messages);
  }
}
