import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { icons } from '../elements/icons.ts';

/**
 * Says that a file may be dropped, and takes one that is chosen by a button.
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

  /** Whether a file is held over the window: it may be dropped anywhere, but here it is said so. */
  declare isOver: boolean;

  #onChange({ target }: Event): void {
    const input = target as HTMLInputElement;
    this.#choose(input.files?.[0]);
    // The same file again is another choice: it may have been mended.
    input.value = '';
  }

  #choose(file: File | undefined): void {
    if (file) this.dispatchEvent(new CustomEvent('file-chosen', { detail: file }));
  }

  /** Opens the browser's own chooser of files: only while somebody presses something. */
  openChooser(): void {
    this.renderRoot.querySelector('input')?.click();
  }

  protected override render(): TemplateResult {
    return html`<div class="zone ${this.isOver ? 'over' : ''}">
      ${icons.import}<p class="lead">Drop a changelog here</p>
      <p class="note">Markdown such as CHANGELOG.md, up to 5 MB. Nothing is made before you have seen what.</p>
      <button class="primary" @click=${this.openChooser}>Choose a file</button>
      <input type="file" hidden aria-label="Changelog" accept=".md,.markdown,.txt,text/markdown,text/plain"
        @change=${this.#onChange} /></div>`;
  }
}

customElements.define('drop-zone', DropZone);
