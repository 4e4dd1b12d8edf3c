import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { limits } from '../../../contract/vocabulary.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import type { CodeEditor } from './code-editor.ts';
import { editorIcons } from './editor-icons.ts';
import { applyFormat, type MarkdownFormat, markdownFormats } from './markdown-formatting.ts';

/** Each format with its key: with Control, on a Mac with Command. */
const shortcuts: Record<MarkdownFormat, { label: string; key: string }> = {
  bold: { label: 'Bold', key: 'b' },
  italic: { label: 'Italic', key: 'i' },
  code: { label: 'Code', key: 'e' },
  link: { label: 'Link', key: 'k' },
  list: { label: 'List', key: 'l' },
};
const isMac = /Mac|iP/.test(navigator.platform);
/** The distance from the viewport, in px, at which CodeMirror is loaded. */
const nearPx = 400;

/**
 * A field for Markdown with a small toolbar. It is a textarea at first, which works at once and on
 * its own. Near the viewport, CodeMirror replaces it and keeps its text, selection and focus.
 *
 * @fires input - when the text has changed; `value` is the new text
 */
export class MarkdownField extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      .box { border: 1px solid var(--edge); border-radius: var(--radius); background: var(--raised);
        overflow: hidden; }
      .box:hover { border-color: var(--muted); }
      .box:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
      .box.invalid { border-color: var(--bad); }
      .bar { display: flex; gap: 2px; padding: 3px; border-block-end: 1px solid var(--line); }
      .bar button { width: 2rem; min-height: 1.875rem; padding: 0; border: 0; border-radius: var(--radius-small);
        background: none; box-shadow: none; color: var(--muted); }
      .bar button:hover { background: var(--hover); color: var(--text); }
      .bar svg.icon { width: 1rem; height: 1rem; }
      textarea { display: block; min-height: 6.5rem; padding: 0.6rem var(--space-3); border: 0; border-radius: 0;
        background: none; line-height: 1.55; resize: vertical; field-sizing: content; outline: none; }
      .error-text { margin-block-start: var(--space-1); font-size: var(--type-note); }
    `,
  ];
  static override properties = {
    value: {},
    label: {},
    error: {},
    readOnly: { type: Boolean },
    isCode: { state: true },
  };

  declare value: string;
  /** The accessible name, such as `Text of note 2`. */
  declare label: string;
  declare error: string | undefined;
  declare readOnly: boolean;
  declare private isCode: boolean;
  #codeEditor: CodeEditor | undefined;
  #observer: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new IntersectionObserver(this.#onNear, { rootMargin: `${nearPx}px` });
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    // A note that is moved is connected again at once, and keeps its editor.
    queueMicrotask(() => {
      if (!this.isConnected) this.#closeCodeEditor();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('readOnly') && changed.get('readOnly') !== undefined) this.#closeCodeEditor();
  }

  protected override updated(): void {
    this.#codeEditor?.setText(this.value);
    if (!this.#codeEditor && !this.isCode) this.#observer?.observe(this);
  }

  #onNear = async ([entry]: IntersectionObserverEntry[]): Promise<void> => {
    if (!entry?.isIntersecting || this.#codeEditor) return;
    this.#observer?.disconnect();
    // If CodeMirror cannot be loaded, offline or behind a proxy that blocks it, the textarea stays.
    const module = await import('./code-editor.ts').catch(() => undefined);
    const parent = this.renderRoot.querySelector<HTMLElement>('.code');
    if (module && parent && this.isConnected && !this.#codeEditor)
      this.#replaceTextarea(module, parent);
  };

  #replaceTextarea(
    { mountCodeEditor }: typeof import('./code-editor.ts'),
    parent: HTMLElement,
  ): void {
    const textarea = this.#textarea;
    const hadFocus = textarea?.matches(':focus');
    const { selectionStart = 0, selectionEnd = 0 } = textarea ?? {};
    const { value: text, label, readOnly } = this;
    const editor = mountCodeEditor(parent, {
      ...{ text, label, readOnly, hint: 'Write Markdown…' },
      onInput: this.#setValue,
      onKey: this.#onKey,
    });
    this.#codeEditor = editor;
    this.isCode = true;
    if (hadFocus) {
      editor.select(selectionStart, selectionEnd);
      editor.focus();
    }
  }

  #closeCodeEditor(): void {
    this.#codeEditor?.destroy();
    this.#codeEditor = undefined;
    this.isCode = false;
  }

  #setValue = (text: string): void => {
    if (text === this.value) return;
    this.value = text;
    this.dispatchEvent(new Event('input'));
  };

  #onKey = (event: KeyboardEvent): boolean => {
    const hasModifier = isMac ? event.metaKey : event.ctrlKey;
    const format = markdownFormats.find((one) => shortcuts[one].key === event.key.toLowerCase());
    if (!hasModifier || event.shiftKey || event.altKey || !format || this.readOnly) return false;
    event.preventDefault();
    this.#applyFormat(format);
    return true;
  };

  #applyFormat(format: MarkdownFormat): void {
    const textarea = this.#textarea;
    if (this.#codeEditor) {
      this.#codeEditor.applyEdit(applyFormat(this.#codeEditor.selection(), format));
    } else if (textarea) {
      const { value: text, selectionStart: from, selectionEnd: to } = textarea;
      const edit = applyFormat({ text, from, to }, format);
      textarea.setRangeText(edit.insert, edit.from, edit.to);
      textarea.setSelectionRange(...edit.select);
      textarea.focus();
      this.#setValue(textarea.value);
    }
  }

  /** The toolbar is one Tab stop; arrow keys move within it (ARIA practices, toolbar). */
  #onToolbarKey({ key, currentTarget, target }: KeyboardEvent): void {
    const buttons = [...(currentTarget as Element).querySelectorAll('button')];
    const at = buttons.indexOf(target as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 + buttons.length }[key];
    if (next !== undefined) buttons[next % buttons.length]?.focus();
  }

  get #textarea(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  protected override render(): TemplateResult {
    const { label, value, error, readOnly } = this;
    return html`<div class=${error ? 'box invalid' : 'box'}>${readOnly ? nothing : this.#toolbarView()}
      ${
        this.isCode
          ? nothing
          : html`<textarea aria-label=${label} .value=${value} ?readonly=${readOnly}
              placeholder="Write Markdown…" maxlength=${limits.markdownBytes} @keydown=${this.#onKey}
              @input=${(event: Event) => {
                event.stopPropagation();
                this.#setValue((event.target as HTMLTextAreaElement).value);
              }}></textarea>`
      }<div class="code" @input=${(event: Event) => event.stopPropagation()}></div></div>
      ${error ? html`<p class="error-text" role="alert">${error}</p>` : nothing}`;
  }

  #toolbarView(): TemplateResult {
    return html`<div class="bar" role="toolbar" aria-label="Format ${this.label.toLowerCase()}"
      @keydown=${this.#onToolbarKey}>${markdownFormats.map((format, at) => {
        const { label, key } = shortcuts[format];
        return html`<button type="button" tabindex=${at === 0 ? 0 : -1} aria-label=${label}
          title="${label} (${isMac ? '⌘' : 'Ctrl+'}${key.toUpperCase()})"
          aria-keyshortcuts="${isMac ? 'Meta' : 'Control'}+${key.toUpperCase()}"
          @click=${() => this.#applyFormat(format)}>${editorIcons[format]}</button>`;
      })}</div>`;
  }
}

customElements.define('markdown-field', MarkdownField);
