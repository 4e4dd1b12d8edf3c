import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { InstanceStatus, InstanceWarning } from '../contract/instance.ts';
import { callApi } from './client.ts';
import { baseStyles } from './elements/base.styles.ts';
import './elements/copy-button.ts';

/** Shows owners, above every page, what is wrong with how the instance is run. */
class InstanceWarnings extends LitElement {
  static override styles = [
    baseStyles,
    css`
      section { display: grid; gap: var(--space-2); margin-block-end: var(--space-5);
        padding: var(--space-3) var(--space-4); border-radius: var(--radius);
        background: var(--warn-well); color: var(--warn); overflow-wrap: anywhere; }
      .fix { display: flex; align-items: center; gap: var(--space-2); }
      code { font-weight: 600; }
    `,
  ];
  static override properties = { warnings: { state: true } };

  declare private warnings: InstanceWarning[];

  constructor() {
    super();
    this.warnings = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.warnings = (await callApi<InstanceStatus>('/api/instance')).value.warnings;
    } catch {
      // The page below reports its own failure to load. A warning needs no second message.
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.warnings.length === 0) return nothing;
    return html`${this.warnings.map(
      ({ message, fix }) => html`<section role="status" aria-label="Warning">
        <p>${message}</p>${fix ? fixView(fix) : nothing}</section>`,
    )}`;
  }
}

function fixView(fix: string): TemplateResult {
  return html`<div class="fix"><code>${fix}</code>
    <copy-button .text=${fix} label="line"></copy-button></div>`;
}

customElements.define('instance-warnings', InstanceWarnings);
