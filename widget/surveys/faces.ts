import { svg, type TemplateResult } from 'lit/html.js';

// A file of its own: the dashboard draws these faces too.

/** The mouths from very bad to very good; the eyes are the same. */
const mouths = [
  'M8 17c1-3 7-3 8 0',
  'M8 16c1-2 7-2 8 0',
  'M8 15h8',
  'M8 14c1 2 7 2 8 0',
  'M8 14c1 4 7 4 8 0z',
];

/** The face of a rating from 1 to 5. Screen readers skip it, because the label is next to it. */
export function faceView(rating: number): TemplateResult {
  return svg`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"
    /><path d="M9 9v1m6-1v1" /><path d=${mouths[rating - 1]} /></svg>`;
}
