import { render, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../contract/feed.ts';

/**
 * Each release is drawn into an article of its own, which stays the same and stays in its place
 * while others come and go around it: a comment being written keeps its focus and its selection.
 */
export class ReleaseList {
  readonly #articles = new Map<string, HTMLElement>();

  /** Shows these, in this order. `made` hears of each article that was not there before. */
  draw(
    list: Element,
    releases: readonly FeedRelease[],
    view: (release: FeedRelease) => TemplateResult,
    made: (article: HTMLElement) => void,
  ): void {
    const ids = new Set(releases.map(({ id }) => id));
    for (const [id, article] of this.#articles) if (!ids.has(id)) article.remove();
    releases.forEach((release, place) => {
      const known = this.#articles.get(release.id);
      const article = known ?? this.#make(release.id);
      render(view(release), article);
      // Moving an element takes its focus, so only what stands elsewhere is moved.
      const there = list.children[place];
      if (there !== article) list.insertBefore(article, there ?? null);
      if (!known) made(article);
    });
  }

  /** Marks the one that was asked for, by its id. */
  mark(wanted: string | null | undefined): void {
    for (const [id, article] of this.#articles) {
      article.toggleAttribute('data-wanted', id === wanted);
    }
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
