import { render, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';

/** So many releases fill most panels; others have the rest a moment later. */
const viewful = 4;

/**
 * Each release is drawn into an article of its own, which stays the same and stays in its place
 * while others come and go around it: a comment being written keeps its focus and its selection.
 */
export class ReleaseList {
  /** How many may be drawn by now: on a slow phone more are too much for one task. */
  room = viewful;
  readonly #articles = new Map<string, HTMLElement>();

  /**
   * Shows as many of these as there is room for, in this order, all where one of them is `wanted` by
   * its id, which is marked. `made` hears of each article that was not there before.
   */
  draw(
    list: Element,
    releases: readonly FeedRelease[],
    view: (release: FeedRelease) => TemplateResult,
    made: (article: HTMLElement) => void,
    wanted: string | null | undefined,
  ): void {
    if (wanted) this.room = Math.max(this.room, releases.length);
    const ids = new Set(releases.map(({ id }) => id));
    for (const [id, article] of this.#articles) if (!ids.has(id)) article.remove();
    releases.slice(0, this.room).forEach((release, place) => {
      const known = this.#articles.get(release.id);
      const article = known ?? this.#make(release.id);
      render(view(release), article);
      article.toggleAttribute('data-wanted', release.id === wanted);
      // Moving an element takes its focus, so only what stands elsewhere is moved.
      const there = list.children[place];
      if (there !== article) list.insertBefore(article, there ?? null);
      if (!known) made(article);
    });
  }

  /** Forgets all articles, with what stands in their forms: they were somebody else's. */
  clear(): void {
    for (const article of this.#articles.values()) article.remove();
    this.#articles.clear();
  }

  /** The next drawing may have more. */
  makeRoom(): void {
    this.room += viewful;
  }

  #make(id: string): HTMLElement {
    const article = document.createElement('article');
    article.setAttribute('part', 'release');
    article.setAttribute('aria-labelledby', `h-${id}`);
    article.dataset.release = id;
    this.#articles.set(id, article);
    return article;
  }
}
