import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import {
  deleteMarkupBackward,
  insertNewlineContinueMarkup,
  markdownLanguage,
} from '@codemirror/lang-markdown';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Selection, TextEdit } from './markdown-formatting.ts';

/** The options of a code editor. */
export interface CodeEditorOptions {
  text: string;
  /** The label for screen readers. */
  label: string;
  hint: string;
  readOnly: boolean;
  onInput(text: string): void;
  /** Handles a keyboard shortcut of the toolbar. Returns whether the key was one. */
  onKey(event: KeyboardEvent): boolean;
}

/** An editor that replaces a textarea. */
export interface CodeEditor {
  selection(): Selection;
  select(from: number, to: number): void;
  applyEdit(edit: TextEdit): void;
  /** Replaces the text, if it differs. */
  setText(text: string): void;
  focus(): void;
  destroy(): void;
}

const highlightStyle = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: tags.monospace, fontFamily: 'var(--mono)', fontSize: '0.93em' },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: 'var(--muted)' },
  { tag: tags.quote, color: 'var(--muted)' },
]);

const editorTheme = EditorView.theme({
  '&': { minHeight: '6.5rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.55' },
  '.cm-content': { padding: '0.6rem 0', caretColor: 'var(--text)', minHeight: '6.5rem' },
  '.cm-line': { padding: '0 0.75rem' },
  '.cm-placeholder': { color: 'var(--muted)' },
});

/**
 * Puts an editor for Markdown into an element within a shadow root. The page's policy allows only
 * constructed style sheets, which CodeMirror uses if it knows the root. Tab is not bound: it moves
 * to the next control, as in any field (WCAG 2.1.2).
 */
export function mountCodeEditor(parent: HTMLElement, options: CodeEditorOptions): CodeEditor {
  const { text, label, hint, readOnly, onInput, onKey } = options;
  const view = new EditorView({
    parent,
    root: parent.getRootNode() as ShadowRoot,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        EditorView.domEventHandlers({ keydown: onKey }),
        keymap.of([
          { key: 'Enter', run: insertNewlineContinueMarkup },
          { key: 'Backspace', run: deleteMarkupBackward },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        markdownLanguage.extension,
        syntaxHighlighting(highlightStyle),
        editorTheme,
        placeholder(hint),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'true' }),
        EditorState.readOnly.of(readOnly),
        EditorView.editable.of(!readOnly),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onInput(update.state.doc.toString());
        }),
      ],
    }),
  });
  return toCodeEditor(view);
}

function toCodeEditor(view: EditorView): CodeEditor {
  return {
    selection() {
      const { from, to } = view.state.selection.main;
      return { text: view.state.doc.toString(), from, to };
    },
    select: (anchor, head) => view.dispatch({ selection: { anchor, head } }),
    applyEdit({ from, to, insert, select: [anchor, head] }) {
      view.dispatch({ changes: { from, to, insert }, selection: { anchor, head } });
      view.focus();
    },
    setText(text) {
      const { length } = view.state.doc;
      if (view.state.doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: length, insert: text } });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
