import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { icons } from '../elements/icons.ts';

/**
 * Shows that a file can be dropped, with a button that chooses one.
 *
 * @fires file-chosen - with the File in its `detail`
 */
export class DropZone extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      .zone { display: grid; justify-items: center; gap: var(--space-2); padding: var(--space-7) var(--space-5);
        border: 1.5px dashed var(--edge); border-radius: var(--radius-large); background: var(--surface);
        text-align: center; transition: background 0.12s; }
      .zone.over { border-color: var(--accent); background: var(--accent-well); }
      .zone > .icon { width: 2rem; height: 2rem; color: var(--accent); }
      p { text-wrap: balance; }
      .lead { font-size: var(--type-lead); font-weight: 600; }
      button { margin-block-start: var(--space-2); }
    `,
  ];
  static override properties = { isOver: { attribute: false } };

  /** Whether a file is dragged over the window. It can be dropped anywhere in it. */
  declare isOver: boolean;

  #onChange({ target }: Event): void {
    const input = target as HTMLInputElement;
    this.#choose(input.files?.[0]);
    // The same file can be chosen again: it may have been corrected.
    input.value = '';
  }

  #choose(file: File | undefined): void {
    if (file) this.dispatchEvent(new CustomEvent('file-chosen', { detail: file }));
  }

  /** Opens the browser's file chooser, which browsers allow only after a press or a click. */
  openChooser(): void {
    this.renderRoot.querySelector('input')?.click();
  }

  protected override render(): TemplateResult {
    return html`<div class="zone ${this.isOver ? 'over' : ''}">
      ${icons.import}<p class="lead">Drop a changelog here</p>
      <p class="note">Markdown such as CHANGELOG.md, up to 5 MB. You see a preview before anything is imported.</p>
      <button class="primary" @click=${this.openChooser}>Choose a file</button>
      <input type="file" hidden aria-label="Changelog" accept=".md,.markdown,.txt,text/markdown,text/plain"
        @change=${this.#onChange} /></div>`;
  }
}

customElements.define('drop-zone', DropZone);
