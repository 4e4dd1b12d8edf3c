import { html, LitElement, type TemplateResult } from 'lit';
import { formatDateTime, formatRelativeTime } from '../formats.ts';

/** The interval between updates. Minutes are the finest unit. */
const refreshMs = 60_000;

/** An instant relative to now, such as `2 hours ago`, with the exact time in its title. */
class RelativeTime extends LitElement {
  static override properties = { at: {} };

  declare at: string;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), refreshMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render(): TemplateResult {
    return html`<time datetime=${this.at} title=${formatDateTime(this.at)}>${formatRelativeTime(this.at, Date.now())}</time>`;
  }
}

customElements.define('relative-time', RelativeTime);
