import { html, nothing, type TemplateResult } from 'lit';
import type { Theme } from '../../../contract/themes.ts';
import { leastContrast, type WeakPair, weakPairsOf } from './contrast.ts';

// A file of its own: it draws what contrast.ts computes, and the page lays out the form.

/** Says which colours of a theme are hard to read on one another, beneath those of their scheme. */
export function contrastWarningView(theme: Theme, scheme: WeakPair['scheme']): TemplateResult {
  const weak = weakPairsOf(theme).filter((pair) => pair.scheme === scheme);
  return html`<div role="status">${
    weak.length > 0
      ? html`<div class="warn-note"><p>Hard to read for many people: below ${leastContrast}:1.</p><ul>${weak.map(
          ({ scheme, words, ratio }) => html`<li>${words}, ${scheme}: ${ratio.toFixed(1)}:1</li>`,
        )}</ul></div>`
      : nothing
  }</div>`;
}
