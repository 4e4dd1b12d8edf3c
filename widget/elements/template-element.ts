import { render, type TemplateResult } from 'lit/html.js';

/**
 * An element that renders itself with Lit's templates whenever one of its `properties` is set. It
 * contains only what the widget needs of LitElement: attributes, converters and controllers, which
 * the widget does not use, would be a fifth of the first opening's size budget.
 */
export abstract class TemplateElement extends HTMLElement {
  /** The element's style sheet. It is constructed: the host's policy may forbid any other kind. */
  static styles = '';
  /** The properties that the template reads. Setting one renders the element again. */
  static properties: readonly string[] = [];

  readonly renderRoot = this.attachShadow({ mode: 'open' });
  #pendingUpdate: Promise<void> | undefined;

  constructor() {
    super();
    const { styles, properties } = new.target;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.renderRoot.adoptedStyleSheets = [sheet];
    for (const name of properties) this.#observe(name);
  }

  /** Settles when everything that was set so far is rendered. */
  get updateComplete(): Promise<void> {
    return this.#pendingUpdate ?? Promise.resolve();
  }

  /**
   * Renders soon, once for all changes until then. An element outside the page is rendered when it
   * is back. A hidden element is not rendered: the code that shows it requests the update.
   */
  requestUpdate(): void {
    if (!this.hidden) this.#pendingUpdate ??= this.beforeRender().then(() => this.#performUpdate());
  }

  /** Settles when the element may be rendered: by default before the browser does anything else. */
  protected async beforeRender(): Promise<void> {}

  #performUpdate(): void {
    this.#pendingUpdate = undefined;
    if (!this.isConnected) return;
    try {
      this.willUpdate();
      render(this.render(), this.renderRoot);
      this.updated();
    } catch (error) {
      // Our errors must not reach the page's error handlers.
      console.warn('Tidings:', error);
    }
  }

  #observe(name: string): void {
    // May be set already: a template can contain an element before its class is defined.
    let value: unknown = Reflect.get(this, name);
    Object.defineProperty(this, name, {
      get: () => value,
      set: (newValue) => {
        value = newValue;
        this.requestUpdate();
      },
    });
  }

  connectedCallback(): void {
    this.requestUpdate();
  }

  protected willUpdate(): void {}

  protected updated(): void {}

  protected abstract render(): TemplateResult;
}
