import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { limits } from '../../../contract/vocabulary.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import type { CodeEditor } from './code-editor.ts';
import { editorIcons } from './editor-icons.ts';
import { applyFormat, type MarkdownFormat, markdownFormats } from './markdown-formatting.ts';

/** Each mark with its key: with Control, on a Mac with Command. */
const keys: Record<MarkdownFormat, { words: string; key: string }> = {
  bold: { words: 'Bold', key: 'b' },
  italic: { words: 'Italic', key: 'i' },
  code: { words: 'Code', key: 'e' },
  link: { words: 'Link', key: 'k' },
  list: { words: 'List', key: 'l' },
};
const isMac = /Mac|iP/.test(navigator.platform);
/** So far from view, in px, the editor is fetched and put into its place. */
const nearPx = 400;

/**
 * A field for Markdown with a small toolbar. It is a textarea at first, which works at once and without
 * more; near the view CodeMirror takes its place, with its text, its selection and its focus.
 *
 * @fires input - when the text is another one, which is then in `value`
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
      .box.wrong-box { border-color: var(--bad); }
      .bar { display: flex; gap: 2px; padding: 3px; border-block-end: 1px solid var(--line); }
      .bar button { width: 2rem; min-height: 1.875rem; padding: 0; border: 0; border-radius: var(--radius-small);
        background: none; box-shadow: none; color: var(--muted); }
      .bar button:hover { background: var(--hover); color: var(--text); }
      .bar svg.icon { width: 1rem; height: 1rem; }
      textarea { display: block; min-height: 6.5rem; padding: 0.6rem var(--space-3); border: 0; border-radius: 0;
        background: none; line-height: 1.55; resize: vertical; field-sizing: content; outline: none; }
      .wrong { margin-block-start: var(--space-1); font-size: var(--type-note); }
    `,
  ];
  static override properties = {
    value: {},
    label: {},
    wrong: {},
    readOnly: { type: Boolean },
    isCode: { state: true },
  };

  declare value: string;
  /** What it is called, as `Text of note 2`. */
  declare label: string;
  declare wrong: string | undefined;
  declare readOnly: boolean;
  declare private isCode: boolean;
  #code: CodeEditor | undefined;
  #watching: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watching = new IntersectionObserver(this.#onNear, { rootMargin: `${nearPx}px` });
    this.#watching.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watching?.disconnect();
    // A note that is moved is back at once, and goes on with what it has.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('readOnly') && changed.get('readOnly') !== undefined) this.#end();
  }

  protected override updated(): void {
    this.#code?.show(this.value);
    if (!this.#code && !this.isCode) this.#watching?.observe(this);
  }

  #onNear = async ([entry]: IntersectionObserverEntry[]): Promise<void> => {
    if (!entry?.isIntersecting || this.#code) return;
    this.#watching?.disconnect();
    // Without it the textarea stays: offline, or behind a proxy that lets nothing through.
    const loaded = await import('./code-editor.ts').catch(() => undefined);
    const parent = this.renderRoot.querySelector<HTMLElement>('.code');
    if (loaded && parent && this.isConnected && !this.#code) this.#replace(loaded, parent);
  };

  #replace({ mountCode }: typeof import('./code-editor.ts'), parent: HTMLElement): void {
    const textarea = this.#textarea;
    const hadFocus = textarea?.matches(':focus');
    const { selectionStart = 0, selectionEnd = 0 } = textarea ?? {};
    const { value: text, label, readOnly } = this;
    const code = mountCode(parent, {
      ...{ text, label, readOnly, hint: 'Write Markdown…' },
      onInput: this.#onText,
      onKey: this.#onKey,
    });
    this.#code = code;
    this.isCode = true;
    if (hadFocus) {
      code.select(selectionStart, selectionEnd);
      code.focus();
    }
  }

  #end(): void {
    this.#code?.end();
    this.#code = undefined;
    this.isCode = false;
  }

  #onText = (text: string): void => {
    if (text === this.value) return;
    this.value = text;
    this.dispatchEvent(new Event('input'));
  };

  #onKey = (event: KeyboardEvent): boolean => {
    const isHeld = isMac ? event.metaKey : event.ctrlKey;
    const mark = markdownFormats.find((one) => keys[one].key === event.key.toLowerCase());
    if (!isHeld || event.shiftKey || event.altKey || !mark || this.readOnly) return false;
    event.preventDefault();
    this.#mark(mark);
    return true;
  };

  #mark(mark: MarkdownFormat): void {
    const textarea = this.#textarea;
    if (this.#code) {
      this.#code.change(applyFormat(this.#code.selection(), mark));
    } else if (textarea) {
      const { value: text, selectionStart: from, selectionEnd: to } = textarea;
      const change = applyFormat({ text, from, to }, mark);
      textarea.setRangeText(change.insert, change.from, change.to);
      textarea.setSelectionRange(...change.select);
      textarea.focus();
      this.#onText(textarea.value);
    }
  }

  /** One stop of the Tab key; the arrows lead through it (ARIA practices, toolbar). */
  #onBarKey({ key, currentTarget, target }: KeyboardEvent): void {
    const buttons = [...(currentTarget as Element).querySelectorAll('button')];
    const at = buttons.indexOf(target as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 + buttons.length }[key];
    if (next !== undefined) buttons[next % buttons.length]?.focus();
  }

  get #textarea(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  protected override render(): TemplateResult {
    const { label, value, wrong, readOnly } = this;
    return html`<div class=${wrong ? 'box wrong-box' : 'box'}>${readOnly ? nothing : this.#barView()}
      ${
        this.isCode
          ? nothing
          : html`<textarea aria-label=${label} .value=${value} ?readonly=${readOnly}
              placeholder="Write Markdown…" maxlength=${limits.markdownBytes} @keydown=${this.#onKey}
              @input=${(event: Event) => {
                event.stopPropagation();
                this.#onText((event.target as HTMLTextAreaElement).value);
              }}></textarea>`
      }<div class="code" @input=${(event: Event) => event.stopPropagation()}></div></div>
      ${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : nothing}`;
  }

  #barView(): TemplateResult {
    return html`<div class="bar" role="toolbar" aria-label="Format ${this.label.toLowerCase()}"
      @keydown=${this.#onBarKey}>${markdownFormats.map((mark, at) => {
        const { words, key } = keys[mark];
        return html`<button type="button" tabindex=${at === 0 ? 0 : -1} aria-label=${words}
          title="${words} (${isMac ? '⌘' : 'Ctrl+'}${key.toUpperCase()})"
          aria-keyshortcuts="${isMac ? 'Meta' : 'Control'}+${key.toUpperCase()}"
          @click=${() => this.#mark(mark)}>${editorIcons[mark]}</button>`;
      })}</div>`;
  }
}

customElements.define('markdown-field', MarkdownField);
