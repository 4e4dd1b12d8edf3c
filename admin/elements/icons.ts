import { html, type TemplateResult } from 'lit';

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

/** Line icons of 24 by 24, hidden from screen readers. The controls around them have labels. */
export const icons = {
  releases: icon('M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9'),
  import: icon('M12 3v11M7.5 10l4.5 4.5L16.5 10M4 17v3h16v-3'),
  settings: icon(
    'M4 7h9m5 0h2M4 17h2m5 0h9M15.500 4.500a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5M8.500 14.500a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5',
  ),
  audit: icon('M5 4h14v16H5zM9 9h6M9 13h6M9 17h3'),
  outside: icon('M14 4h6v6M20 4l-9 9M18 14v6H4V6h6'),
  menu: icon('M4 7h16M4 12h16M4 17h16'),
  close: icon('M6 6l12 12M18 6L6 18'),
  chevron: icon('M8 10l4 4 4-4'),
  check: icon('M5 12.500l4.500 4.500L19 7.500'),
  copy: icon('M9 9h11v11H9zM5 15H4V4h11v1'),
  search: icon('M11 5a6 6 0 1 1 0 12a6 6 0 1 1 0-12M15.500 15.500L20 20'),
  plus: icon('M12 5v14M5 12h14'),
  pencil: icon('M4 20l1-4L16 5l3 3L8 19zM14 7l3 3'),
  terminal: icon('M4 5h16v14H4zM8 10l2.500 2L8 14M13 15h3'),
};
