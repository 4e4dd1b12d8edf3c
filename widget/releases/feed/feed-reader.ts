import type { Feed, FeedRelease } from '../../../contract/feed.ts';
import type { Shell } from '../../shell/shell.ts';
import { findRelease, mergePages } from './pages.ts';

/** How far back a link to an old release is followed. */
const maxPages = 10;

/** The last feed as this device keeps it. */
interface StoredPanel {
  feed: Feed;
  /** When the server gave it, ISO-8601. */
  at: string;
  locale: string;
}

/**
 * What the panel shows: the feed that this device kept, at once; then the server's; then older
 * pages as they are asked for. It calls `changed` whenever there is something else to draw.
 */
export class FeedReader {
  /** The newest first. */
  pages: Feed[] = [];
  state: 'loading' | 'ready' | 'failed' = 'loading';
  /** When that which is shown was read, ISO-8601. */
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

  /** Shows what was kept. Nothing is asked of the server. */
  restore(): void {
    const stored = this.#shell.visitor.get<StoredPanel>('panel');
    if (!stored?.feed || this.pages[0]) return;
    this.pages = [stored.feed];
    this.loadedAt = stored.at;
    this.#locale = stored.locale;
  }

  /** Reads anew as many pages as are shown, so that what was taken back goes from all of them. */
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
    // A refresh may have replaced the pages meanwhile: this one would not fit to them.
    if (page && first === this.pages[0]) this.pages = [...this.pages, page as Feed];
    this.isLoadingOlder = false;
    this.#onChange();
  }

  /**
   * The release with this id or version, looked for in older pages too, as far back as is
   * sensible.
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

  /** What changed while a reply was on its way may not be in it: then it is asked for once more. */
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
    // Unchanged is only what had a tag of ours.
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

  /** Somebody else, perhaps: nothing stays but what is kept on the device for them. */
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
    // By the server's time: a device whose clock is years off would never hear of news again.
    visitor.seenAt = feed.releases
      .map(({ publishedAt }) => publishedAt)
      .sort()
      .at(-1);
    // A badge that was asked for before this knows nothing of it.
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
    // The host's token is refused: what everybody may read can be read all the same.
    if (reply?.status === 401) reply = await client.post('/v1/feed', body);
    return reply?.status === 200 ? (reply.body as Feed) : undefined;
  }

  /** The visitor's choice, else the page's. */
  get locale(): string {
    return this.#shell.visitor.switches.locale ?? this.#shell.settings.locale;
  }
}
