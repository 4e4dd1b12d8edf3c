import { z } from 'zod';
import type { FeedAnswer } from '../../contract/feed.ts';
import { limits } from '../../contract/vocabulary.ts';
import { readBase64url } from '../base64url.ts';
import { invalidField } from '../errors.ts';
import { byNewest, type SortableRelease } from '../releases/order.ts';
import type { FeedEntry } from '../snapshot/feed-entry.ts';
import { dateText } from './date-text.ts';

/** The releases that are divided into pages. */
export interface Listing<Item extends SortableRelease> {
  /** Both lists are newest first. */
  pinned: Item[];
  ordinary: Item[];
}

/** The releases that are shown together. */
export interface ListingPage<Item extends SortableRelease = FeedEntry> {
  /** Equal for equal pages of one listing. */
  key: string;
  entries: Item[];
  /** The cursor of the next, older page, sent as `before`. */
  next?: string;
}

const cursor = z.tuple([z.iso.date().nullable(), z.int(), z.uuid()]);

/**
 * Returns the pinned and then the newest releases, or those after the cursor `before`. The cursor
 * is a position in the order, not a release, so it stays valid if that release is gone. Throws
 * `invalid_body` for a `before` that the server never sent.
 */
export function pageOf<Item extends SortableRelease>(
  { pinned, ordinary }: Listing<Item>,
  before: string | undefined,
): ListingPage<Item> {
  const start = before === undefined ? 0 : indexAfter(ordinary, before);
  const selected = ordinary.slice(start, start + limits.panelReleases);
  const last = selected.at(-1);
  const more = start + selected.length < ordinary.length;
  return {
    key: before === undefined ? 'first' : String(start),
    entries: before === undefined ? [...pinned, ...selected] : selected,
    ...(more && last && { next: cursorOf(last) }),
  };
}

/** Returns the releases' JSON in a locale of `dateLocale`, with the visitor's answer to each. */
export function renderPage(
  page: ListingPage,
  locale: string,
  mine?: ReadonlyMap<string, FeedAnswer>,
): string {
  const releases = page.entries.map(({ id, displayDate, head, tail }) => {
    const text = displayDate === null ? 'null' : JSON.stringify(dateText(displayDate, locale));
    const visitorAnswer = mine?.get(id);
    return `${head}${text}${tail}${visitorAnswer ? `,"mine":${JSON.stringify(visitorAnswer)}` : ''}}`;
  });
  return `[${releases.join(',')}]`;
}

/** Returns the `before` for the releases after this one. */
export function cursorOf({ displayDate, position, id }: SortableRelease): string {
  return Buffer.from(JSON.stringify([displayDate, position, id])).toString('base64url');
}

function indexAfter(entries: readonly SortableRelease[], before: string): number {
  const [displayDate, position, id] = readCursor(before);
  const target = { displayDate, position, id, pinned: false };
  const index = entries.findIndex((entry) => byNewest(target, entry) < 0);
  return index < 0 ? entries.length : index;
}

function readCursor(before: string): z.infer<typeof cursor> {
  try {
    return cursor.parse(JSON.parse(`${readBase64url(before)}`));
  } catch {
    throw invalidField(
      'invalid_body',
      '/before',
      'Must be the "next" of the previous page, unchanged.',
    );
  }
}
