import { html, nothing, type TemplateResult } from 'lit';
import type { Theme } from '../../contract/themes.ts';
import { leastContrast, weakPairsOf } from './contrast.ts';

/** Says which of a theme's colours are hard to read on one another, while they are chosen. */
export function weakView(theme: Theme): TemplateResult {
  const weak = weakPairsOf(theme);
  return html`<div role="status">${
    weak.length > 0
      ? html`<div class="warn-note"><p>Hard to read for many people: below ${leastContrast}:1.</p><ul>${weak.map(
          ({ scheme, words, ratio }) => html`<li>${words}, ${scheme}: ${ratio.toFixed(1)}:1</li>`,
        )}</ul></div>`
      : nothing
  }</div>`;
}
