import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base.styles.ts';
import { controlStyles } from './controls.styles.ts';
import { placeBeside } from './place-beside.ts';

/**
 * A button with a list of links and buttons below it, or above it if there is more room. Arrow keys
 * move through the list; Escape, a choice and a click elsewhere close it.
 *
 * @slot label - the content of the button
 * @slot - the links and buttons
 */
class MenuButton extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      button { width: 100%; }
      [popover] { visibility: hidden; position: fixed; inset: auto; margin: 0; min-width: 13rem; max-width: calc(100vw - 2rem);
        max-height: 60dvh; padding: var(--space-1); border: 1px solid var(--line);
        border-radius: var(--radius); background: var(--raised); color: var(--text);
        box-shadow: var(--shadow-high); overflow: auto; }
      /* Important, because the page's own styles of links and buttons would win otherwise. */
      ::slotted(a), ::slotted(button) { display: flex; width: 100%; align-items: center;
        justify-content: start !important; gap: var(--space-2); min-height: 2.125rem !important;
        padding: 0.25rem var(--space-3) !important; border: 0 !important;
        border-radius: var(--radius-small) !important; background: none !important;
        box-shadow: none !important; color: var(--text) !important; font: inherit !important;
        text-align: start; cursor: pointer; overflow-wrap: anywhere; text-decoration: none !important; }
      ::slotted(a:hover), ::slotted(button:hover) { background: var(--hover) !important; }
      ::slotted(a:focus-visible), ::slotted(button:focus-visible) { outline: 2px solid var(--accent); outline-offset: -2px; }
      ::slotted(hr) { margin: var(--space-1) 0; border: 0; border-block-start: 1px solid var(--line); }
    `,
  ];
  static override properties = { open: { state: true } };

  declare private open: boolean;

  get #list(): HTMLElement {
    return this.renderRoot.querySelector('[popover]') as HTMLElement;
  }

  get #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(':scope > a, :scope > button')];
  }

  #onToggle({ newState }: ToggleEvent): void {
    this.open = newState === 'open';
    if (!this.open) return;
    placeBeside(this.#list, this);
    this.#items[0]?.focus();
  }

  /** Returns the focus to the button: the browser does not do so from slotted elements. */
  #onLeave({ newState }: ToggleEvent): void {
    const isInside = this.#items.some((item) => item.matches(':focus'));
    if (newState === 'closed' && isInside) this.renderRoot.querySelector('button')?.focus();
  }

  #onKey(event: KeyboardEvent): void {
    const items = this.#items;
    const at = items.findIndex((item) => item.matches(':focus'));
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: items.length - 1,
    };
    const next = steps[event.key];
    if (!this.open || next === undefined) return;
    event.preventDefault();
    items.at(next % items.length)?.focus();
  }

  #onChoice(event: Event): void {
    if ((event.target as Element).closest('a, button')) this.#list.hidePopover();
  }

  protected override render(): TemplateResult {
    return html`<button class="quiet-button" popovertarget="list" aria-expanded=${Boolean(this.open)} @keydown=${this.#onKey}><slot name="label"></slot></button>
      <div id="list" popover @beforetoggle=${this.#onLeave} @toggle=${this.#onToggle} @keydown=${this.#onKey} @click=${this.#onChoice}>
        <slot></slot></div>`;
  }
}

customElements.define('menu-button', MenuButton);
