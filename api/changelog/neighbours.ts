import { limits } from '../../contract/vocabulary.ts';
import { cursorOf, type Page } from '../feed/page.ts';
import type { Changelog, PublicRelease } from './changelog.ts';

/** Paths of a page and of those beside it, where there are any. */
export interface Neighbours {
  /** The same however the reader came to it. */
  self: string;
  newer: string | undefined;
  older: string | undefined;
}

/** Names each page by the last release before it, so that a new release does not shift old links. */
export function neighboursOf(
  { ordinary, addresses }: Changelog,
  page: Page<PublicRelease>,
): Neighbours {
  const start = page.key === 'first' ? 0 : Number(page.key);
  const startingAt = (index: number) => {
    const before = ordinary[index - 1];
    return addresses.page(before && cursorOf(before));
  };
  return {
    self: startingAt(start),
    newer: start > 0 ? startingAt(Math.max(0, start - limits.panelReleases)) : undefined,
    older: page.next === undefined ? undefined : addresses.page(page.next),
  };
}
