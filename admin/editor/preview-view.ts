import { html, nothing, type TemplateResult } from 'lit';
import type { Project } from '../../contract/projects.ts';
import type { Draft } from './draft.ts';
import { editorIcons } from './editor-icons.ts';
import { localOf } from './local-times.ts';
import './release-preview.ts';
import type { RenderedNotes } from './rendered-notes.ts';

/** How the preview is looked at. */
export interface Look {
  scheme: 'light' | 'dark';
  isNarrow: boolean;
}

interface Preview {
  draft: Draft;
  rendered: RenderedNotes;
  project: Project;
  look: Look;
  onLook(look: Look): void;
}

/** The release as visitors will see it, on light and dark pages, on a desk and on a phone. */
export function previewView(preview: Preview): TemplateResult {
  const { draft, rendered, project, look, onLook } = preview;
  const { name, theme } = project;
  const today = localOf(new Date().toISOString()).slice(0, 10);
  const { scheme, isNarrow } = look;
  const button = (icon: 'light' | 'dark' | 'phone', words: string, is: boolean, then: Look) =>
    html`<button aria-pressed=${is} aria-label=${words} title=${words}
      @click=${() => onLook(then)}>${editorIcons[icon]}</button>`;
  return html`<section class="preview" aria-labelledby="preview-heading">
    <div class="preview-head"><h2 id="preview-heading">Preview</h2>
      <div class="looks" role="group" aria-label="Look of the preview">
        ${button('light', 'On light pages', scheme === 'light', { ...look, scheme: 'light' })}
        ${button('dark', 'On dark pages', scheme === 'dark', { ...look, scheme: 'dark' })}
        ${button('phone', 'On a phone', isNarrow, { ...look, isNarrow: !isNarrow })}</div></div>
    <release-preview .release=${rendered.release(draft, today)}
      .settings=${{ name, theme, scheme, isNarrow }}></release-preview>
    ${rendered.trouble ? html`<p class="wrong" role="status">The preview is not up to date: ${rendered.trouble}</p>` : nothing}
  </section>`;
}
