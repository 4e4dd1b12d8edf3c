import { css } from 'lit';

/** The head of a preview: its heading, and the buttons for its colour scheme and width. */
export const previewToolbarStyles = css`
  .preview-head { display: flex; align-items: center; justify-content: space-between; gap: var(--space-2); margin-block-end: var(--space-2); }
  .preview-modes { display: flex; gap: var(--space-2); }
  .mode-group { display: flex; gap: 2px; padding: 2px; border-radius: var(--radius); background: var(--well); }
  .mode-group button { width: 2.125rem; min-height: 1.875rem; padding: 0; border: 0; background: none; box-shadow: none; color: var(--muted); }
  .mode-group [aria-pressed='true'] { background: var(--raised); color: var(--text); box-shadow: var(--shadow-low); }
  .mode-group svg.icon { width: 1rem; height: 1rem; }
  /* On a phone, every preview is as wide as a phone (the widget's own limit). */
  @media (max-width: 480px) {
    .mode-group.width { display: none; }
  }
`;
