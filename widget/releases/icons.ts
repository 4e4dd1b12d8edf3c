import { svg, type TemplateResult } from 'lit/html.js';

const icon = (path: string): TemplateResult =>
  svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;

/** Line drawings of 24 by 24; the controls that they stand in have the words. */
export const icons = {
  close: icon('M6 6l12 12M18 6L6 18'),
  finder: icon('M11 5a6 6 0 1 1 0 12a6 6 0 1 1 0-12M16 16l4 4'),
  switches: icon(
    'M4 8h8m5 0h3M4 16h3m5 0h8M14 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4M9 14a2 2 0 1 1 0 4a2 2 0 1 1 0-4',
  ),
};
