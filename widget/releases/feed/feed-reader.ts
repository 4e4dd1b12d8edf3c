import type { Feed, FeedRelease } from '../../../contract/feed.ts';
import type { Shell } from '../../shell/shell.ts';
import { findRelease, mergePages } from './pages.ts';

/** How far back a link to an old release is followed. */
const maxPages = 10;

/** The last feed as this device keeps it. */
interface Kept {
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
  readAt = '';
  readingOlder = false;
  readonly #shell: Shell;
  readonly #changed: () => void;
  #locale = '';
  #owner: string | undefined;
  #again = false;
  #reading: Promise<void> | undefined;

  constructor(shell: Shell, changed: () => void) {
    this.#shell = shell;
    this.#changed = changed;
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
  recall(): void {
    const kept = this.#shell.visitor.get<Kept>('panel');
    if (!kept?.feed || this.pages[0]) return;
    this.pages = [kept.feed];
    this.readAt = kept.at;
    this.#locale = kept.locale;
  }

  /** Reads anew as many pages as are shown, so that what was taken back goes from all of them. */
  refresh(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readUntilCurrent();
    this.#changed();
    return this.#reading;
  }

  async readOlder(): Promise<void> {
    const before = this.pages.at(-1)?.next;
    if (!before || this.readingOlder) return;
    this.readingOlder = true;
    this.#changed();
    const first = this.pages[0];
    const page = await this.#ask({ before });
    // A refresh may have replaced the pages meanwhile: this one would not fit to them.
    if (page && first === this.pages[0]) this.pages = [...this.pages, page as Feed];
    this.readingOlder = false;
    this.#changed();
  }

  /**
   * The release with this id or version, looked for in older pages too, as far back as is
   * sensible.
   */
  async find(wanted: string): Promise<FeedRelease | undefined> {
    await this.#reading;
    for (;;) {
      const found = findRelease(this.releases, wanted);
      const read = this.pages.length;
      if (found || read >= maxPages || !this.hasOlder) return found;
      await this.readOlder();
      if (this.pages.length === read) return undefined;
    }
  }

  /** What changed while a reply was on its way may not be in it: then it is asked for once more. */
  async #readUntilCurrent(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#read();
    }
    this.#reading = undefined;
    this.#changed();
  }

  async #read(): Promise<void> {
    this.state = 'loading';
    this.#mindOwner();
    const { locale } = this;
    const [first] = this.pages;
    const known = locale === this.#locale ? first?.tag : undefined;
    const reply = await this.#ask({ known });
    this.state = reply ? 'ready' : 'failed';
    if (!reply) return;
    // Unchanged is only what had a tag of ours.
    this.pages =
      'unchanged' in reply
        ? [{ ...(first as Feed), ticket: reply.ticket }, ...this.pages.slice(1)]
        : await this.#withOlder(reply);
    this.#keep(locale);
  }

  async #withOlder(first: Feed): Promise<Feed[]> {
    const pages = [first];
    while (pages.length < this.pages.length) {
      const before = pages.at(-1)?.next;
      const page = before && (await this.#ask({ before }));
      if (!page) break;
      pages.push(page as Feed);
    }
    return pages;
  }

  /** Somebody else, perhaps: nothing stays but what is kept on the device for them. */
  #mindOwner(): void {
    const { owner } = this.#shell.visitor;
    if (owner !== this.#owner && this.#owner !== undefined) {
      this.pages = [];
      this.recall();
    }
    this.#owner = owner;
  }

  #keep(locale: string): void {
    this.#locale = locale;
    this.readAt = new Date().toISOString();
    const { visitor } = this.#shell;
    const feed = this.pages[0] as Feed;
    const kept: Kept = { feed, at: this.readAt, locale };
    visitor.set('panel', kept);
    // By the server's time: a device whose clock is years off would never hear of news again.
    visitor.seenAt = feed.releases
      .map(({ publishedAt }) => publishedAt)
      .sort()
      .at(-1);
    // A badge that was asked for before this knows nothing of it.
    this.#shell.markSeen(feed.settings);
  }

  async #ask(more: object): Promise<Feed | { unchanged: true; ticket: string } | undefined> {
    const { client, settings, visitor } = this.#shell;
    const asked = {
      want: 'panel',
      traits: visitor.identity.traits,
      version: settings.version,
      locale: this.locale,
      seenAt: visitor.seenAt,
      ...more,
    };
    let reply = await client.post('/v1/feed', { ...asked, ...visitor.caller() });
    // The host's token is refused: what everybody may read can be read all the same.
    if (reply?.status === 401) reply = await client.post('/v1/feed', asked);
    return reply?.status === 200 ? (reply.body as Feed) : undefined;
  }

  /** The visitor's choice, else the page's. */
  get locale(): string {
    return this.#shell.visitor.switches.locale ?? this.#shell.settings.locale;
  }
}
