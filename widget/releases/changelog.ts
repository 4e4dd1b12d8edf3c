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

/** How long the message that a link was copied is shown. */
const copiedMessageMs = 4000;
/** A press without a visible effect within this time seems lost. */
const skeletonDelayMs = 100;

/**
 * The panel's contents: the releases meant for this visitor. The element is in the launcher's
 * shadow root, from which it inherits its colours and through which its events reach the page.
 *
 * @csspart panel - the whole panel
 * @csspart header - its header, which stays while the releases scroll
 * @csspart close - the button that closes it
 * @csspart release - one release
 * @csspart note - one note of a release
 * @csspart rating - the faces at the end of a release
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
  /** The visitor whose ratings are shown. */
  #owner: string | undefined;
  #close!: () => void;
  #observer: VisibilityObserver | undefined;
  #seenAt: string | undefined;
  #locale = '';
  #loadedPages = 0;
  /** Settles when the server has replied, or failed to. */
  #loading = Promise.resolve();
  #toolView: ToolView | undefined;
  #hadFocus = false;
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;

  declare private messages: Messages;
  declare private tool: Tool | undefined;
  declare private filter: ReleaseFilter | undefined;
  /** One line at the end of the panel, which screen readers announce too. */
  declare private announcement: string | undefined;
  /** The id of the requested release; `null` if it was not found. */
  declare private targetId: string | null | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // When the open panel is moved in the page, the browser removes it from the top layer.
    if (!this.hidden) showOverlay(this);
  }

  disconnectedCallback(): void {
    this.#observer?.stop();
    clearTimeout(this.#copiedTimer);
  }

  /**
   * Before the first render, waits a moment for the releases: a skeleton that disappears at once
   * only flickers, and costs a slow phone a frame.
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

  /** Discards the list and the forms, because their contents belong to another visitor. */
  #resetForOwner(owner: string): void {
    this.#owner = owner;
    this.#list.clear();
    this.#ratings.clear();
    // The observer would not report again what the other visitor has seen.
    this.#observer?.stop();
    this.#observer = undefined;
  }

  override updated(): void {
    const list = this.#query('.list') as HTMLElement;
    const releases = this.#filteredReleases();
    // Set only now: the project's theme, which arrives later, may choose the corner.
    this.setAttribute('position', this.#shell.settings.position);
    this.#list.update(list, releases, this.#releaseView, this.#observe, this.targetId);
    if (this.#list.limit < releases.length) afterPaint(this.#renderMore);
    const older = this.#query('.older');
    if (older) this.#observer?.watchNear(older);
    // The focused control is gone, such as `Try again`: focus must not go to the host's body.
    if (this.#hadFocus && !this.matches(':focus-within')) this.focusOn('h2');
  }

  #renderMore = (): void => {
    this.#list.raiseLimit();
    this.requestUpdate();
  };

  #renderRatings = async (): Promise<void> => {
    // The list is rendered, so the tools no longer delay it.
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
    // Even if the rating is far away, so that its code is available if the connection is lost.
    if (article.querySelector('footer')) afterPaint(this.#ratings.fetch);
  };

  #onNear = (release: string | undefined): void => {
    if (release) {
      this.#ratings.add(release);
      afterPaint(this.#renderRatings);
    } else if (!this.filter && this.#loadedPages !== this.#reader.pages.length) {
      // Once per page: after a failure, or with a filter, the visitor presses the button instead.
      this.#loadedPages = this.#reader.pages.length;
      void this.#reader.loadOlder();
    }
  };

  #onCopy = async (version: string): Promise<void> => {
    const link = linkTo(version, location.href);
    const isCopied = await copyText(link);
    // If the browser does not allow copying, the link stays visible to be copied by hand.
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

  /** Connects the contents to the shell. Called once, before they are put into the page. */
  start(shell: Shell, close: () => void): void {
    this.#shell = shell;
    this.#close = close;
    this.messages = englishMessages;
    this.#reader = new FeedReader(shell, () => this.requestUpdate());
    this.#ratings = new Ratings(shell, this.#reader);
    void this.#loadMessages();
  }

  /** Shows the stored releases, then the server's. Releases published after `seenAt` are marked. */
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
   * Scrolls to a release, by id or version. With `focus`, also focuses its heading.
   */
  async reveal(release: string, focus: boolean): Promise<void> {
    const match = await this.#reader.find(release);
    this.tool = undefined;
    this.targetId = match?.id ?? null;
    await this.updateComplete;
    const article = this.#query('[data-wanted]');
    // Not `scrollIntoView`, which may scroll the host's page too.
    if (article) this.#query('.scroll')?.scrollTo(0, article.offsetTop);
    if (focus) this.focusOn(article ? '[data-wanted] h3' : 'h2');
  }

  /** Focuses a heading, so that a screen reader announces where the visitor is. */
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
