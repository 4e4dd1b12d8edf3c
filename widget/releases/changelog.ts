import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../contract/feed.ts';
import { TemplateElement } from '../elements/template-element.ts';
import { englishMessages, loadMessages, type Messages } from '../locales/messages.ts';
import type { Shell } from '../shell/shell.ts';
import { Ratings } from '../surveys/ratings.ts';
import { changelogStyles } from './changelog.styles.ts';
import { FeedReader } from './feed/feed-reader.ts';
import { isUnseen } from './feed/pages.ts';
import { headView } from './head-view.ts';
import { afterPaint } from './list/after-paint.ts';
import { copyText, linkTo } from './list/links.ts';
import type { NoteTexts } from './list/note-texts.ts';
import { ReleaseList } from './list/release-list.ts';
import { releaseView } from './list/release-view.ts';
import { VisibilityObserver } from './list/visibility-observer.ts';
import { showOverlay } from './overlay.ts';
import { noticeView, olderView, placeholderView, staleView } from './state-views.ts';
import type { ReleaseFilter, ToolView } from './tools/tool-view.ts';
import { fetchTools, type Tool, tools } from './tools/tools.ts';

/** How long it is said that a link was copied. */
const copiedMessageMs = 4000;
/** A press that nothing answers for longer seems lost. */
const skeletonDelayMs = 100;

/**
 * The panel's contents: the releases meant for this visitor. It lives in the launcher's shadow
 * root, from which it inherits its colours, and through which it tells the page what happens here.
 *
 * @csspart panel - the whole panel
 * @csspart header - its head, which stays while the releases scroll
 * @csspart close - the button that closes it
 * @csspart release - one release
 * @csspart note - one note of a release
 * @csspart rating - the faces at a release's foot
 * @csspart comment - the field for a comment
 * @cssprop --t-accent - and the other tokens that the launcher sets: see `panel-tokens.styles.ts`
 */
export class TidingsChangelog extends TemplateElement {
  static override styles = changelogStyles;
  static override properties = ['messages', 'tool', 'filter', 'announcement', 'targetId'];

  readonly #list = new ReleaseList();
  readonly #texts: NoteTexts = new Map();
  #shell!: Shell;
  #reader!: FeedReader;
  #ratings!: Ratings;
  /** Whose ratings these are. */
  #owner: string | undefined;
  #close!: () => void;
  #observer: VisibilityObserver | undefined;
  #seenAt: string | undefined;
  #locale = '';
  #loadedPages = 0;
  /** Settles when the server has said what it has, or has not. */
  #loading = Promise.resolve();
  #toolView: ToolView | undefined;
  #hadFocus = false;
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;

  declare private messages: Messages;
  declare private tool: Tool | undefined;
  declare private filter: ReleaseFilter | undefined;
  /** One line at the foot, told to screen readers too. */
  declare private announcement: string | undefined;
  /** The release that was asked for, by id; `null` where it is not here. */
  declare private targetId: string | null | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved within the page while open: the browser took it from the top layer.
    if (!this.hidden) showOverlay(this);
  }

  disconnectedCallback(): void {
    this.#observer?.stop();
    clearTimeout(this.#copiedTimer);
  }

  /**
   * The first time it waits a moment for the releases: a skeleton that is gone at once only flickers,
   * and costs a slow phone a frame.
   */
  protected override async beforeRender(): Promise<void> {
    if (this.#query('.list')) return;
    const delayMs = this.#reader.pages.length > 0 ? 0 : skeletonDelayMs;
    await Promise.race([this.#loading, new Promise((resolve) => setTimeout(resolve, delayMs))]);
  }

  override willUpdate(): void {
    this.#hadFocus = this.matches(':focus-within');
    const { owner } = this.#shell.visitor;
    if (owner !== this.#owner) this.#resetForOwner(owner);
  }

  /** Somebody else: what stands in the forms is not theirs. */
  #resetForOwner(owner: string): void {
    this.#owner = owner;
    this.#list.clear();
    this.#ratings.clear();
    // It would not tell again what somebody else has seen.
    this.#observer?.stop();
    this.#observer = undefined;
  }

  override updated(): void {
    const list = this.#query('.list') as HTMLElement;
    const releases = this.#filteredReleases();
    // Not before: the project's theme may have chosen the corner meanwhile.
    this.setAttribute('position', this.#shell.settings.position);
    this.#list.update(list, releases, this.#releaseView, this.#observe, this.targetId);
    if (this.#list.limit < releases.length) afterPaint(this.#renderMore);
    const older = this.#query('.older');
    if (older) this.#observer?.watchNear(older);
    // What had it is gone, such as `Try again`: it must not fall to the host's body.
    if (this.#hadFocus && !this.matches(':focus-within')) this.focusOn('h2');
  }

  #renderMore = (): void => {
    this.#list.raiseLimit();
    this.requestUpdate();
  };

  #renderRatings = async (): Promise<void> => {
    // The list stands.
    fetchTools();
    await this.#ratings.fetch();
    this.requestUpdate();
  };

  #observe = (article: HTMLElement): void => {
    this.#observer ??= new VisibilityObserver(this.#query('.scroll') as Element, {
      onExposure: (kind, release) => this.#shell.record(kind, release),
      onNear: this.#onNear,
    });
    this.#observer.watch(article);
    // Also for one that is far away, so that it is here if the connection is lost.
    if (article.querySelector('footer')) afterPaint(this.#ratings.fetch);
  };

  #onNear = (release: string | undefined): void => {
    if (release) {
      this.#ratings.add(release);
      afterPaint(this.#renderRatings);
    } else if (!this.filter && this.#loadedPages !== this.#reader.pages.length) {
      // Once for each page: where the server is away, or something is looked for, it is pressed.
      this.#loadedPages = this.#reader.pages.length;
      void this.#reader.loadOlder();
    }
  };

  #onCopy = async (version: string): Promise<void> => {
    const link = linkTo(version, location.href);
    const isCopied = await copyText(link);
    // Where it may not be copied for the visitor, it stays there to be copied by hand.
    this.announcement = isCopied ? this.messages.copied : link;
    clearTimeout(this.#copiedTimer);
    const clearAnnouncement = () => {
      if (this.announcement === this.messages.copied) this.announcement = undefined;
    };
    if (isCopied) this.#copiedTimer = setTimeout(clearAnnouncement, copiedMessageMs);
  };

  #onFind = ({ detail }: CustomEvent<ReleaseFilter | undefined>): void => {
    this.filter = detail;
    this.announcement =
      detail && this.messages.matches.replace('{n}', `${this.#filteredReleases().length}`);
  };

  #onTool = async (tool: Tool): Promise<void> => {
    const loaded = await tools[tool]().catch(() => {
      this.announcement = this.messages.failedHint;
    });
    this.#toolView = loaded?.view;
    this.tool = loaded && this.tool !== tool ? tool : undefined;
  };

  #onSwitch = (): void => {
    this.requestUpdate();
    if (this.#locale === this.#reader.locale) return;
    void this.#loadMessages();
    this.refresh();
  };

  /** Gives the contents what they live from; once, before they are put into the page. */
  start(shell: Shell, close: () => void): void {
    this.#shell = shell;
    this.#close = close;
    this.messages = englishMessages;
    this.#reader = new FeedReader(shell, () => this.requestUpdate());
    this.#ratings = new Ratings(shell, this.#reader);
    void this.#loadMessages();
  }

  /** Shows what is kept, then what the server has. What came after `seenAt` is new to them. */
  load(seenAt: string | undefined): void {
    this.#seenAt = seenAt;
    this.tool = this.targetId = this.announcement = undefined;
    this.#reader.restore();
    this.refresh();
  }

  refresh = (): void => {
    this.#loading = this.#reader.refresh();
    if (this.#ratings.isMissing) void this.#renderRatings();
  };

  /**
   * Scrolls to a release, by id or version, and gives its heading the focus if it should have it.
   */
  async reveal(release: string, focus: boolean): Promise<void> {
    const match = await this.#reader.find(release);
    this.tool = undefined;
    this.targetId = match?.id ?? null;
    await this.updateComplete;
    const article = this.#query('[data-wanted]');
    // Not scrollIntoView, which may scroll the host's page too.
    if (article) this.#query('.scroll')?.scrollTo(0, article.offsetTop);
    if (focus) this.focusOn(article ? '[data-wanted] h3' : 'h2');
  }

  /** Gives a heading the focus, so that a screen reader says where the visitor is. */
  async focusOn(heading: string): Promise<void> {
    await this.updateComplete;
    this.#query(heading)?.focus({ preventScroll: true });
  }

  async #loadMessages(): Promise<void> {
    this.#locale = this.#reader.locale;
    this.messages = await loadMessages(this.#locale);
  }

  #query(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  #filteredReleases(): FeedRelease[] {
    const { releases } = this.#reader;
    return this.filter ? this.filter(releases) : releases;
  }

  #releaseView = (release: FeedRelease): TemplateResult =>
    releaseView(release, {
      messages: this.messages,
      texts: this.#texts,
      unseen: isUnseen(release, this.#seenAt),
      ratings: this.#ratings,
      copy: this.#onCopy,
    });

  override render(): TemplateResult {
    const { messages, tool, targetId } = this;
    const reader = this.#reader;
    const name = reader.pages[0]?.settings.name;
    return html`<section part="panel" role="dialog" aria-labelledby="title" dir=${messages.dir}
      lang=${messages.lang}>${headView(messages, name, tool, this.#onTool, this.#close)}
      ${tool && this.#toolView?.(messages, reader.releases, this.#onFind, this.#shell, this.#onSwitch)}
      <div class="scroll" ?hidden=${tool === 'switches'}>
        ${targetId === null ? noticeView(messages.gone) : nothing}
        ${placeholderView(reader, messages, this.#filteredReleases().length)}
        <div class="list"></div>${
          this.#list.limit < reader.releases.length ? nothing : olderView(reader, messages)
        }</div>${staleView(reader, messages)}
      <p class="told" role="status">${this.announcement}</p></section>`;
  }
}
