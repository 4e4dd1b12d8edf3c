import { html, nothing, type TemplateResult } from 'lit';
import type { Theme } from '../../../contract/themes.ts';
import { findWeakPairs, minContrast, type WeakPair } from './contrast.ts';

// A file of its own: it renders what contrast.ts computes, and the page lays out the form.

/** Lists the colour pairs of a scheme that are hard to read, below the scheme's fields. */
export function contrastWarningView(theme: Theme, scheme: WeakPair['scheme']): TemplateResult {
  const weakPairs = findWeakPairs(theme).filter((pair) => pair.scheme === scheme);
  return html`<div role="status">${
    weakPairs.length > 0
      ? html`<div class="warn-note"><p>Hard to read for many people: below ${minContrast}:1.</p><ul>${weakPairs.map(
          ({ scheme, label, ratio }) => html`<li>${label}, ${scheme}: ${ratio.toFixed(1)}:1</li>`,
        )}</ul></div>`
      : nothing
  }</div>`;
}
