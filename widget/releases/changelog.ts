import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../contract/feed.ts';
import { DrawnElement } from '../elements/drawn-element.ts';
import { englishWords, loadWords, type Words } from '../locales/words.ts';
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
import { showOver } from './overlay.ts';
import { leadView, lineView, olderView, staleView } from './state-views.ts';
import type { Find, ToolView } from './tools/tool-view.ts';
import { fetchTools, type Tool, tools } from './tools/tools.ts';

/** How long it is said that a link was copied. */
const copiedMs = 4000;
/** A press that nothing answers for longer seems lost. */
const patienceMs = 100;

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
export class TidingsChangelog extends DrawnElement {
  static override styles = changelogStyles;
  static override properties = ['words', 'tool', 'find', 'announced', 'wanted'];

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
  #readTo = 0;
  /** Settles when the server has said what it has, or has not. */
  #reading = Promise.resolve();
  #toolView: ToolView | undefined;
  #hadFocus = false;
  #copied: ReturnType<typeof setTimeout> | undefined;

  declare private words: Words;
  declare private tool: Tool | undefined;
  declare private find: Find | undefined;
  /** One line at the foot, told to screen readers too. */
  declare private announced: string | undefined;
  /** The release that was asked for, by id; `null` where it is not here. */
  declare private wanted: string | null | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved within the page while open: the browser took it from the top layer.
    if (!this.hidden) showOver(this);
  }

  disconnectedCallback(): void {
    this.#observer?.stop();
    clearTimeout(this.#copied);
  }

  /**
   * The first time it waits a moment for the releases: a skeleton that is gone at once only flickers,
   * and costs a slow phone a frame.
   */
  protected override async beforeDrawing(): Promise<void> {
    if (this.#in('.list')) return;
    const moment = this.#reader.pages.length > 0 ? 0 : patienceMs;
    await Promise.race([this.#reading, new Promise((resolve) => setTimeout(resolve, moment))]);
  }

  override willUpdate(): void {
    this.#hadFocus = this.matches(':focus-within');
    const { owner } = this.#shell.visitor;
    if (owner !== this.#owner) this.#receive(owner);
  }

  /** Somebody else: what stands in the forms is not theirs. */
  #receive(owner: string): void {
    this.#owner = owner;
    this.#list.clear();
    this.#ratings.clear();
    // It would not tell again what somebody else has seen.
    this.#observer?.stop();
    this.#observer = undefined;
  }

  override updated(): void {
    const list = this.#in('.list') as HTMLElement;
    const shown = this.#shown();
    // Not before: the project's theme may have chosen the corner meanwhile.
    this.setAttribute('position', this.#shell.settings.position);
    this.#list.draw(list, shown, this.#release, this.#watch, this.wanted);
    if (this.#list.room < shown.length) afterPaint(this.#drawMore);
    const older = this.#in('.older');
    if (older) this.#observer?.watchNear(older);
    // What had it is gone, such as `Try again`: it must not fall to the host's body.
    if (this.#hadFocus && !this.matches(':focus-within')) this.focusOn('h2');
  }

  #drawMore = (): void => {
    this.#list.makeRoom();
    this.requestUpdate();
  };

  #drawRatings = async (): Promise<void> => {
    // The list stands.
    fetchTools();
    await this.#ratings.fetch();
    this.requestUpdate();
  };

  #watch = (article: HTMLElement): void => {
    this.#observer ??= new VisibilityObserver(this.#in('.scroll') as Element, {
      exposed: (kind, release) => this.#shell.record(kind, release),
      near: this.#onNear,
    });
    this.#observer.watch(article);
    // Also for one that is far away, so that it is here if the connection is lost.
    if (article.querySelector('footer')) afterPaint(this.#ratings.fetch);
  };

  #onNear = (release: string | undefined): void => {
    if (release) {
      this.#ratings.add(release);
      afterPaint(this.#drawRatings);
    } else if (!this.find && this.#readTo !== this.#reader.pages.length) {
      // Once for each page: where the server is away, or something is looked for, it is pressed.
      this.#readTo = this.#reader.pages.length;
      void this.#reader.readOlder();
    }
  };

  #onCopy = async (version: string): Promise<void> => {
    const link = linkTo(version, location.href);
    const copied = await copyText(link);
    // Where it may not be copied for the visitor, it stays there to be copied by hand.
    this.announced = copied ? this.words.copied : link;
    clearTimeout(this.#copied);
    const unsay = () => {
      if (this.announced === this.words.copied) this.announced = undefined;
    };
    if (copied) this.#copied = setTimeout(unsay, copiedMs);
  };

  #onFind = ({ detail }: CustomEvent<Find | undefined>): void => {
    this.find = detail;
    this.announced = detail && this.words.matches.replace('{n}', `${this.#shown().length}`);
  };

  #onTool = async (tool: Tool): Promise<void> => {
    const loaded = await tools[tool]().catch(() => {
      this.announced = this.words.failedHint;
    });
    this.#toolView = loaded?.view;
    this.tool = loaded && this.tool !== tool ? tool : undefined;
  };

  #onSwitched = (): void => {
    this.requestUpdate();
    if (this.#locale === this.#reader.locale) return;
    void this.#speak();
    this.refresh();
  };

  /** Gives the contents what they live from; once, before they are put into the page. */
  start(shell: Shell, close: () => void): void {
    this.#shell = shell;
    this.#close = close;
    this.words = englishWords;
    this.#reader = new FeedReader(shell, () => this.requestUpdate());
    this.#ratings = new Ratings(shell, this.#reader);
    void this.#speak();
  }

  /** Shows what is kept, then what the server has. What came after `seenAt` is new to them. */
  load(seenAt: string | undefined): void {
    this.#seenAt = seenAt;
    this.tool = this.wanted = this.announced = undefined;
    this.#reader.recall();
    this.refresh();
  }

  refresh = (): void => {
    this.#reading = this.#reader.refresh();
    if (this.#ratings.isMissing) void this.#drawRatings();
  };

  /**
   * Scrolls to a release, by id or version, and gives its heading the focus if it should have it.
   */
  async reveal(release: string, focus: boolean): Promise<void> {
    const found = await this.#reader.find(release);
    this.tool = undefined;
    this.wanted = found?.id ?? null;
    await this.updateComplete;
    const article = this.#in('[data-wanted]');
    // Not scrollIntoView, which may scroll the host's page too.
    if (article) this.#in('.scroll')?.scrollTo(0, article.offsetTop);
    if (focus) this.focusOn(article ? '[data-wanted] h3' : 'h2');
  }

  /** Gives a heading the focus, so that a screen reader says where the visitor is. */
  async focusOn(heading: string): Promise<void> {
    await this.updateComplete;
    this.#in(heading)?.focus({ preventScroll: true });
  }

  async #speak(): Promise<void> {
    this.#locale = this.#reader.locale;
    this.words = await loadWords(this.#locale);
  }

  #in(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  #shown(): FeedRelease[] {
    const { releases } = this.#reader;
    return this.find ? this.find(releases) : releases;
  }

  #release = (release: FeedRelease): TemplateResult =>
    releaseView(release, {
      words: this.words,
      texts: this.#texts,
      unseen: isUnseen(release, this.#seenAt),
      ratings: this.#ratings,
      copy: this.#onCopy,
    });

  override render(): TemplateResult {
    const { words, tool, wanted } = this;
    const reader = this.#reader;
    const name = reader.pages[0]?.settings.name;
    return html`<section part="panel" role="dialog" aria-labelledby="title" dir=${words.dir}
      lang=${words.lang}>${headView(words, name, tool, this.#onTool, this.#close)}
      ${tool && this.#toolView?.(words, reader.releases, this.#onFind, this.#shell, this.#onSwitched)}
      <div class="scroll" ?hidden=${tool === 'switches'}>
        ${wanted === null ? lineView(words.gone) : nothing}
        ${leadView(reader, words, this.#shown().length)}
        <div class="list"></div>${
          this.#list.room < reader.releases.length ? nothing : olderView(reader, words)
        }</div>${staleView(reader, words)}
      <p class="told" role="status">${this.announced}</p></section>`;
  }
}
