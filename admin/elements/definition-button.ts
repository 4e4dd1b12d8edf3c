import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base.styles.ts';
import { placeBeside } from './place-beside.ts';

/**
 * A question mark beside the heading of a figure, which opens the figure's definition. Escape and a
 * click elsewhere close it.
 *
 * @slot - the definition
 */
class DefinitionButton extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: inline-block; vertical-align: 0.1em; }
      button { width: 1.5rem; height: 1.5rem; margin: 0; padding: 0; border: 0; border-radius: 50%;
        background: none; color: var(--muted); font: 600 var(--type-small) / 1 var(--font); cursor: pointer; }
      button span { display: grid; place-items: center; width: 1.125rem; height: 1.125rem; margin: auto;
        border: 1px solid var(--edge); border-radius: 50%; }
      button:hover { color: var(--text); background: var(--hover); }
      [popover] { visibility: hidden; position: fixed; inset: auto; margin: 0; width: min(22rem, 100vw - 2rem);
        padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--radius);
        background: var(--raised); color: var(--text); box-shadow: var(--shadow-high);
        font: var(--type-note) / 1.55 var(--font); letter-spacing: normal; text-wrap: pretty; }
    `,
  ];
  static override properties = { term: {} };

  /** The defined term, as in the heading. */
  declare term: string;

  #onToggle({ newState, target }: ToggleEvent): void {
    if (newState === 'open') placeBeside(target as HTMLElement, this);
  }

  protected override render(): TemplateResult {
    return html`<button popovertarget="definition" aria-label="What does “${this.term}” mean?">
        <span aria-hidden="true">?</span></button>
      <div id="definition" popover role="note" @toggle=${this.#onToggle}><slot></slot></div>`;
  }
}

customElements.define('definition-button', DefinitionButton);

/** The heading of a figure, with a button that opens its definition. */
export function headingView(term: string, definition: string): TemplateResult {
  return html`<h2>${term} <definition-button term=${term}>${definition}</definition-button></h2>`;
}
