import { render, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';

/** This many releases fill most panels; the rest follows a moment later. */
const batchSize = 4;

/**
 * Renders each release into its own article, which stays the same element in the same place while
 * others come and go: a comment that is being written keeps its focus and its selection.
 */
export class ReleaseList {
  /** How many releases may be rendered so far: on a slow phone, more are too much for one task. */
  limit = batchSize;
  readonly #articles = new Map<string, HTMLElement>();

  /**
   * Shows up to `limit` of the releases, in this order; all of them if there is a `targetId`, whose
   * release is marked. Calls `onCreate` with each new article.
   */
  update(
    list: Element,
    releases: readonly FeedRelease[],
    view: (release: FeedRelease) => TemplateResult,
    onCreate: (article: HTMLElement) => void,
    targetId: string | null | undefined,
  ): void {
    if (targetId) this.limit = Math.max(this.limit, releases.length);
    const ids = new Set(releases.map(({ id }) => id));
    for (const [id, article] of this.#articles) if (!ids.has(id)) article.remove();
    releases.slice(0, this.limit).forEach((release, position) => {
      const existing = this.#articles.get(release.id);
      const article = existing ?? this.#create(release.id);
      render(view(release), article);
      article.toggleAttribute('data-wanted', release.id === targetId);
      // Moving an element removes its focus, so only an article in the wrong place is moved.
      const current = list.children[position];
      if (current !== article) list.insertBefore(article, current ?? null);
      if (!existing) onCreate(article);
    });
  }

  /** Removes all articles, with the contents of their forms: they belong to another visitor. */
  clear(): void {
    for (const article of this.#articles.values()) article.remove();
    this.#articles.clear();
  }

  /** Allows the next update to show one batch more. */
  raiseLimit(): void {
    this.limit += batchSize;
  }

  #create(id: string): HTMLElement {
    const article = document.createElement('article');
    article.setAttribute('part', 'release');
    article.setAttribute('aria-labelledby', `h-${id}`);
    article.dataset.release = id;
    this.#articles.set(id, article);
    return article;
  }
}
