import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Feed, FeedRelease } from '../../contract/feed.ts';
import type { Theme } from '../../contract/themes.ts';
import { TidingsChangelog } from '../../widget/releases/changelog.ts';
import { panelTokens } from '../../widget/shell/panel-tokens.styles.ts';
import type { Shell } from '../../widget/shell/shell.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { hasSameFields } from './same-fields.ts';

if (!customElements.get('tidings-changelog')) {
  customElements.define('tidings-changelog', TidingsChangelog);
}

/** The settings of the panel in the preview: the project's name and theme, and the mode. */
export interface PreviewSettings {
  name: string;
  theme: Theme;
  scheme: 'light' | 'dark';
  isNarrow: boolean;
}

const differs = (one: PreviewSettings, other?: PreviewSettings) => !hasSameFields(one, other);

/**
 * A release as visitors will see it: the widget's own panel, which gets its feed from here and
 * reports no events.
 */
class ReleasePreview extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .backdrop { padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--radius-large);
        background: light-dark(#eceef2, #0b0d11); }
      tidings-changelog::part(panel) { animation: none; }
      /* As wide as the widget on a desktop or on a small phone, where it fills the screen. */
      .screen { max-width: 400px; margin-inline: auto; }
      @media (min-width: 481px) {
        .narrow { box-sizing: content-box; max-width: 360px; border: 8px solid #2b2f38; border-radius: 26px; overflow: hidden; }
        .narrow tidings-changelog::part(panel) { border: 0; border-radius: 0; box-shadow: none; }
      }
      /* In the flow of the page; as high as the page sets, and no higher than on a desktop. */
      tidings-changelog { position: static; display: flex; flex-direction: column; width: 100%;
        height: var(--preview-height, min(40rem, 100dvh - 11rem)); min-height: 12rem; max-height: 40rem; }
    `,
  ];
  static override properties = {
    release: { attribute: false },
    // The page passes a new object each time it renders.
    settings: { attribute: false, hasChanged: differs },
  };

  declare release: FeedRelease;
  declare settings: PreviewSettings;
  readonly #themeSheet = new CSSStyleSheet();
  #tokens = '';
  readonly #changelog = document.createElement('tidings-changelog') as TidingsChangelog;

  constructor() {
    super();
    // A visible panel would enter the top layer as soon as it is in the page.
    this.#changelog.hidden = true;
    this.#changelog.start(this.#shell(), () => {});
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => {
      this.#changelog.hidden = false;
      this.#changelog.load(undefined);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#changelog.hidden = true;
  }

  protected override firstUpdated(): void {
    const root = this.renderRoot as ShadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#themeSheet];
  }

  protected override updated(changed: PropertyValues): void {
    const { scheme, theme } = this.settings;
    const tokens = changed.has('settings') ? panelTokens(scheme, theme) : this.#tokens;
    if (tokens !== this.#tokens) this.#themeSheet.replaceSync(tokens);
    this.#tokens = tokens;
    if (this.#changelog.isConnected && !this.#changelog.hidden) this.#changelog.refresh();
  }

  /** A feed of this one release, as the server would send it. */
  #feed(): Feed {
    const { release, settings } = this;
    const required = { tag: '', ticket: '', refreshAfterSeconds: 0, revision: 0 };
    return {
      ...required,
      unread: 0,
      releases: [release],
      settings: { name: settings.name, url: null },
    };
  }

  #shell(): Shell {
    const switches = { muted: false, majorsOnly: false, neverAsk: true, locale: undefined };
    return {
      launcher: this,
      stopped: new AbortController().signal,
      settings: {
        ...{ project: '', position: 'none', locale: 'en', theme: 'auto' },
        ...{ version: undefined, storage: 'never' },
      },
      client: {
        post: async () => ({ status: 200, body: this.#feed(), retryAfterSeconds: undefined }),
      },
      visitor: {
        ...{ identity: { token: undefined, traits: {} }, switches, seenAt: undefined },
        ...{ owner: '', credentials: () => undefined, activate() {}, setSwitch() {} },
        ...{ answerTo: () => undefined, saveAnswer() {}, get: () => undefined, set() {} },
      },
      ...{ emit() {}, record() {}, markSeen() {}, refreshBadge() {} },
    };
  }

  protected override render(): TemplateResult {
    return html`<div class="backdrop"><div class="screen ${this.settings.isNarrow ? 'narrow' : ''}">
      ${this.#changelog}</div></div>`;
  }
}

customElements.define('release-preview', ReleasePreview);
