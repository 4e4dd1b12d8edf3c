import { css, html, type TemplateResult } from 'lit';
import { faceView } from '../../widget/surveys/faces.ts';
import { ratingLabel } from './labels.ts';

/** The styles of `ratingView`. */
export const ratingStyles = css`
  .rating { display: inline-flex; align-items: center; gap: 0.4rem; vertical-align: middle; white-space: nowrap; }
  .rating svg { width: 1.25rem; height: 1.25rem; flex: none; fill: none; stroke: currentColor;
    stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
`;

/** A rating as a face, a number and a label. */
export function ratingView(rating: number): TemplateResult {
  return html`<span class="rating">${faceView(rating)}<b>${rating}</b> ${ratingLabel(rating)}</span>`;
}
