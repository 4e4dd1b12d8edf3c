import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Project } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import type { ReleaseState } from '../../contract/vocabulary.ts';
import { currentScheme } from '../device.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { previewRelease, publicDate, todayUtc } from '../release/preview-release.ts';
import { previewToolbarStyles } from '../release/preview-toolbar.styles.ts';
import { type PreviewMode, previewView } from '../release/preview-view.ts';

/** Says, by state, who sees the notes and when. */
const captions: Partial<Record<ReleaseState, string>> = {
  draft: 'As visitors would read it. They see nothing of it before it is published.',
  scheduled: 'As visitors will read it.',
  rolled_back: 'As visitors read it until it was rolled back.',
};

/** The notes of a release as visitors see them, for every member. */
class ReleaseWords extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    previewToolbarStyles,
    css`
      :host { padding: var(--inset); min-width: 0; margin-block-end: var(--space-4); }
      .about { margin-block-end: var(--space-3); }
      release-preview { --preview-height: auto; }
    `,
  ];
  static override properties = {
    release: { attribute: false },
    project: { attribute: false },
    previewMode: { state: true },
  };

  declare release: Release;
  /** The project whose name and theme the preview has. */
  declare project: Pick<Project, 'name' | 'theme'>;
  declare private previewMode: PreviewMode;

  constructor() {
    super();
    this.previewMode = { scheme: currentScheme(), isNarrow: false };
  }

  #onModeChange = (mode: PreviewMode): void => {
    this.previewMode = mode;
  };

  protected override render(): TemplateResult {
    const { release, project, previewMode } = this;
    const heading = release.state === 'rolled_back' ? 'What it said' : 'What it says';
    if (release.notes.length === 0) {
      return html`<h2>${heading}</h2><p class="quiet">It has no notes${release.state === 'draft' ? ' yet' : ''}.</p>`;
    }
    const displayDate = publicDate(release.displayDate, release, todayUtc());
    const preview = previewRelease({ ...release, displayDate }, release.notes);
    const about = captions[release.state] ?? 'As visitors read it.';
    return previewView({
      heading,
      about,
      release: preview,
      project,
      mode: previewMode,
      onModeChange: this.#onModeChange,
    });
  }
}

customElements.define('release-words', ReleaseWords);
