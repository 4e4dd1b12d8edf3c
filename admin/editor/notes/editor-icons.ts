import { html, type TemplateResult } from 'lit';

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

/** Line icons like those of the other pages, for controls that only the editor has. */
export const editorIcons = {
  bold: icon('M7 5h6a3.500 3.500 0 0 1 0 7H7zM7 12h7a3.500 3.500 0 0 1 0 7H7z'),
  italic: icon('M10 5h8M6 19h8M14 5l-4 14'),
  code: icon('M9 7l-5 5 5 5M15 7l5 5-5 5'),
  link: icon(
    'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  ),
  list: icon('M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01'),
  handle: icon('M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01'),
  more: icon('M5.500 12h.01M12 12h.01M18.500 12h.01'),
  up: icon('M12 19V5M6 11l6-6 6 6'),
  down: icon('M12 5v14M6 13l6 6 6-6'),
  remove: icon('M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13'),
};
