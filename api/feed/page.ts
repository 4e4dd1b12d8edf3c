import { z } from 'zod';
import type { Mine } from '../../contract/feed.ts';
import { limits } from '../../contract/vocabulary.ts';
import { readBase64url } from '../base64url.ts';
import { refuse } from '../errors.ts';
import { byNewest, type Place } from '../releases/order.ts';
import type { Entry } from '../snapshot/entry.ts';
import { dateText } from './date-text.ts';

/** What pages are cut out of. */
export interface Listing<Item extends Place> {
  /** Both newest first. */
  pinned: Item[];
  ordinary: Item[];
}

/** Which releases are shown together. */
export interface Page<Item extends Place = Entry> {
  /** The same for the same releases of one listing. */
  key: string;
  entries: Item[];
  /** The `before` of the next, older page. */
  next?: string;
}

const cursor = z.tuple([z.iso.date().nullable(), z.int(), z.uuid()]);

/**
 * The pinned and then the newest releases, or those that come after the position `before`. The
 * position names a place in the order and no release, so it holds when that release is gone. Throws
 * `invalid_body` for a `before` that was never handed out.
 */
export function pageOf<Item extends Place>(
  { pinned, ordinary }: Listing<Item>,
  before: string | undefined,
): Page<Item> {
  const start = before === undefined ? 0 : firstAfter(ordinary, before);
  const some = ordinary.slice(start, start + limits.panelReleases);
  const last = some.at(-1);
  const more = start + some.length < ordinary.length;
  return {
    key: before === undefined ? 'first' : String(start),
    entries: before === undefined ? [...pinned, ...some] : some,
    ...(more && last && { next: cursorOf(last) }),
  };
}

/** The releases' JSON in a locale of `dateLocale`, with what the visitor said about each. */
export function renderPage(page: Page, locale: string, mine?: ReadonlyMap<string, Mine>): string {
  const releases = page.entries.map(({ id, displayDate, head, tail }) => {
    const text = displayDate === null ? 'null' : JSON.stringify(dateText(displayDate, locale));
    const own = mine?.get(id);
    return `${head}${text}${tail}${own ? `,"mine":${JSON.stringify(own)}` : ''}}`;
  });
  return `[${releases.join(',')}]`;
}

/** The `before` of what comes after a release. */
export function cursorOf({ displayDate, position, id }: Place): string {
  return Buffer.from(JSON.stringify([displayDate, position, id])).toString('base64url');
}

function firstAfter(entries: readonly Place[], before: string): number {
  const [displayDate, position, id] = readCursor(before);
  const place = { displayDate, position, id, pinned: false };
  const index = entries.findIndex((entry) => byNewest(place, entry) < 0);
  return index < 0 ? entries.length : index;
}

function readCursor(before: string): z.infer<typeof cursor> {
  try {
    return cursor.parse(JSON.parse(`${readBase64url(before)}`));
  } catch {
    throw refuse('invalid_body', '/before', 'Send the "next" of the page before, as it was.');
  }
}
