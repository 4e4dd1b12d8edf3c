import type { Feed, FeedRelease } from '../../../contract/feed.ts';
import type { Shell } from '../../shell/shell.ts';
import { findRelease, mergePages } from './pages.ts';

/** How many pages are searched for a linked release. */
const maxPages = 10;

/** The last feed, as stored on this device. */
interface StoredPanel {
  feed: Feed;
  /** When the feed was read, ISO 8601. */
  at: string;
  locale: string;
}

/**
 * Reads what the panel shows: the stored feed at once, then the server's, then older pages on
 * request. Calls `onChange` whenever there is something new to render.
 */
export class FeedReader {
  /** Newest first. */
  pages: Feed[] = [];
  state: 'loading' | 'ready' | 'failed' = 'loading';
  /** When the shown releases were read, ISO 8601. */
  loadedAt = '';
  isLoadingOlder = false;
  readonly #shell: Shell;
  readonly #onChange: () => void;
  #locale = '';
  #owner: string | undefined;
  #isStale = false;
  #loading: Promise<void> | undefined;

  constructor(shell: Shell, onChange: () => void) {
    this.#shell = shell;
    this.#onChange = onChange;
  }

  get releases(): FeedRelease[] {
    return mergePages(this.pages);
  }

  get ticket(): string {
    return this.pages[0]?.ticket ?? '';
  }

  get hasOlder(): boolean {
    return !!this.pages.at(-1)?.next;
  }

  /** Shows the stored feed. Sends no request. */
  restore(): void {
    const stored = this.#shell.visitor.get<StoredPanel>('panel');
    if (!stored?.feed || this.pages[0]) return;
    this.pages = [stored.feed];
    this.loadedAt = stored.at;
    this.#locale = stored.locale;
  }

  /** Reads all shown pages again, so that a rolled-back release disappears from any of them. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#loading ??= this.#loadUntilCurrent();
    this.#onChange();
    return this.#loading;
  }

  async loadOlder(): Promise<void> {
    const before = this.pages.at(-1)?.next;
    if (!before || this.isLoadingOlder) return;
    this.isLoadingOlder = true;
    this.#onChange();
    const first = this.pages[0];
    const page = await this.#request({ before });
    // If a refresh has replaced the pages, this page does not belong to them.
    if (page && first === this.pages[0]) this.pages = [...this.pages, page as Feed];
    this.isLoadingOlder = false;
    this.#onChange();
  }

  /**
   * Finds a release by id or version, among the first `maxPages` pages, which are loaded as
   * needed.
   */
  async find(idOrVersion: string): Promise<FeedRelease | undefined> {
    await this.#loading;
    for (;;) {
      const release = findRelease(this.releases, idOrVersion);
      const loadedCount = this.pages.length;
      if (release || loadedCount >= maxPages || !this.hasOlder) return release;
      await this.loadOlder();
      if (this.pages.length === loadedCount) return undefined;
    }
  }

  /** Loads again after a refresh during a load, whose reply may not contain the latest change. */
  async #loadUntilCurrent(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#load();
    }
    this.#loading = undefined;
    this.#onChange();
  }

  async #load(): Promise<void> {
    this.state = 'loading';
    this.#resetForOwner();
    const { locale } = this;
    const [first] = this.pages;
    const known = locale === this.#locale ? first?.tag : undefined;
    const reply = await this.#request({ known });
    this.state = reply ? 'ready' : 'failed';
    if (!reply) return;
    // The server replies `unchanged` only to a tag that we sent.
    this.pages =
      'unchanged' in reply
        ? [{ ...(first as Feed), ticket: reply.ticket }, ...this.pages.slice(1)]
        : await this.#loadOlderPages(reply);
    this.#store(locale);
  }

  async #loadOlderPages(first: Feed): Promise<Feed[]> {
    const pages = [first];
    while (pages.length < this.pages.length) {
      const before = pages.at(-1)?.next;
      const page = before && (await this.#request({ before }));
      if (!page) break;
      pages.push(page as Feed);
    }
    return pages;
  }

  /** If the visitor has changed, shows only what the device has stored for the new one. */
  #resetForOwner(): void {
    const { owner } = this.#shell.visitor;
    if (owner !== this.#owner && this.#owner !== undefined) {
      this.pages = [];
      this.restore();
    }
    this.#owner = owner;
  }

  #store(locale: string): void {
    this.#locale = locale;
    this.loadedAt = new Date().toISOString();
    const { visitor } = this.#shell;
    const feed = this.pages[0] as Feed;
    const stored: StoredPanel = { feed, at: this.loadedAt, locale };
    visitor.set('panel', stored);
    // In the server's time: with a device clock years ahead, no release would count as unread.
    visitor.seenAt = feed.releases
      .map(({ publishedAt }) => publishedAt)
      .sort()
      .at(-1);
    // A badge that was requested before this does not know that the releases were seen.
    this.#shell.markSeen(feed.settings);
  }

  async #request(fields: object): Promise<Feed | { unchanged: true; ticket: string } | undefined> {
    const { client, settings, visitor } = this.#shell;
    const body = {
      want: 'panel',
      traits: visitor.identity.traits,
      version: settings.version,
      locale: this.locale,
      seenAt: visitor.seenAt,
      ...fields,
    };
    let reply = await client.post('/v1/feed', { ...body, ...visitor.credentials() });
    // If the host's token is refused, the releases that anyone may read are still available.
    if (reply?.status === 401) reply = await client.post('/v1/feed', body);
    return reply?.status === 200 ? (reply.body as Feed) : undefined;
  }

  /** The visitor's language, else the page's. */
  get locale(): string {
    return this.#shell.visitor.switches.locale ?? this.#shell.settings.locale;
  }
}
