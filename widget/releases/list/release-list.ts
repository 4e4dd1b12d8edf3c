import { render, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';

/** So many releases fill most panels; others have the rest a moment later. */
const batchSize = 4;

/**
 * Each release is drawn into an article of its own, which stays the same and stays in its place
 * while others come and go around it: a comment being written keeps its focus and its selection.
 */
export class ReleaseList {
  /** How many may be drawn by now: on a slow phone more are too much for one task. */
  limit = batchSize;
  readonly #articles = new Map<string, HTMLElement>();

  /**
   * Shows as many of these as there is room for, in this order, all where one of them is `wanted` by
   * its id, which is marked. `made` hears of each article that was not there before.
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
      // Moving an element takes its focus, so only what stands elsewhere is moved.
      const current = list.children[position];
      if (current !== article) list.insertBefore(article, current ?? null);
      if (!existing) onCreate(article);
    });
  }

  /** Forgets all articles, with what stands in their forms: they were somebody else's. */
  clear(): void {
    for (const article of this.#articles.values()) article.remove();
    this.#articles.clear();
  }

  /** The next drawing may have more. */
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
