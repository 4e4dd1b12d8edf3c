import { html, nothing, type TemplateResult } from 'lit';
import type { FeedRelease } from '../../contract/feed.ts';
import type { Project } from '../../contract/projects.ts';
import './release-preview.ts';

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

const previewIcons = {
  light: icon(
    'M12 8a4 4 0 1 1 0 8a4 4 0 1 1 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5',
  ),
  dark: icon('M20 14a8 8 0 0 1-10-10a8 8 0 1 0 10 10z'),
  phone: icon('M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2'),
};

/** The colour scheme and the width of the preview. */
export interface PreviewMode {
  scheme: 'light' | 'dark';
  isNarrow: boolean;
}

interface Preview {
  heading: string;
  /** A sentence below the heading. */
  about?: string;
  release: FeedRelease;
  /** The reason why the preview is not up to date. */
  errorMessage?: string | undefined;
  /** The project whose name and theme the preview has. */
  project: Pick<Project, 'name' | 'theme'>;
  mode: PreviewMode;
  onModeChange(mode: PreviewMode): void;
}

/** A release as visitors see it, on light and dark pages, on a desktop and on a phone. */
export function previewView(preview: Preview): TemplateResult {
  const { heading, about, release, errorMessage, mode } = preview;
  const { name, theme } = preview.project;
  return html`<section class="preview" aria-labelledby="preview-heading">
    <div class="preview-head"><h2 id="preview-heading">${heading}</h2>${modeButtonsView(preview)}</div>
    ${about ? html`<p class="note about">${about}</p>` : nothing}
    <release-preview .release=${release} .settings=${{ name, theme, ...mode }}></release-preview>
    ${errorMessage ? html`<p class="error-text" role="status">The preview is not up to date: ${errorMessage}</p>` : nothing}
  </section>`;
}

/** The buttons for light and dark, and for the width of a phone, which a phone does not offer. */
function modeButtonsView({ mode, onModeChange }: Preview): TemplateResult {
  const { scheme, isNarrow } = mode;
  const button = (
    icon: 'light' | 'dark' | 'phone',
    label: string,
    isPressed: boolean,
    change: Partial<PreviewMode>,
  ) =>
    html`<button aria-pressed=${isPressed} aria-label=${label} title=${label}
      @click=${() => onModeChange({ ...mode, ...change })}>${previewIcons[icon]}</button>`;
  return html`<div class="preview-modes">
    <div class="mode-group width">${button('phone', 'As wide as a phone', isNarrow, { isNarrow: !isNarrow })}</div>
    <div class="mode-group" role="group" aria-label="Look of the preview">
      ${button('light', 'On light pages', scheme === 'light', { scheme: 'light' })}
      ${button('dark', 'On dark pages', scheme === 'dark', { scheme: 'dark' })}</div></div>`;
}
