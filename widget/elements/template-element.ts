import { render, type TemplateResult } from 'lit/html.js';

/**
 * An element that draws itself with Lit's templates, again whenever one of its `properties` is set.
 * It is what we need of LitElement: attributes, converters and controllers, which nothing here
 * uses, would be a fifth of all that a first opening may weigh.
 */
export abstract class TemplateElement extends HTMLElement {
  /** Its style sheet. Constructed, because the host's policy may forbid any other. */
  static styles = '';
  /** What it is drawn from: to set one is to draw anew. */
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

  /** Settles when everything that was set so far is drawn. */
  get updateComplete(): Promise<void> {
    return this.#pendingUpdate ?? Promise.resolve();
  }

  /**
   * Draws soon, once for all that changes until then; outside the page not before it is back. What
   * is hidden is not drawn: who shows it asks for it.
   */
  requestUpdate(): void {
    if (!this.hidden) this.#pendingUpdate ??= this.beforeRender().then(() => this.#performUpdate());
  }

  /** Settles when it may be drawn: as a rule before the browser does anything else. */
  protected async beforeRender(): Promise<void> {}

  #performUpdate(): void {
    this.#pendingUpdate = undefined;
    if (!this.isConnected) return;
    try {
      this.willUpdate();
      render(this.render(), this.renderRoot);
      this.updated();
    } catch (error) {
      // A fault of ours is not one of the page, whose handlers would hear of it.
      console.warn('Tidings:', error);
    }
  }

  #observe(name: string): void {
    // It may have been set already: an element can stand in a template before its class is here.
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
