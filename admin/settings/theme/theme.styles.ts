import { css } from 'lit';

/** The theme's form next to its preview, or below it on a narrow screen. */
export const themeStyles = css`
  .halves { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 25rem); gap: var(--space-5); align-items: start; }
  .halves > .card { margin: 0; }
  fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
  legend { padding: 0; margin-block-end: var(--space-3); font-weight: 600; }
  fieldset > .field { margin-block-start: var(--space-4); }
  .colours { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(10rem, 100%), 1fr)); gap: var(--space-3) var(--space-4); }
  .colour { display: flex; align-items: end; gap: var(--space-2); }
  .colour label { flex: 1; min-width: 0; font-size: var(--type-note); color: var(--muted); }
  .colour label input { font-family: var(--mono); font-size: 0.8125rem; color: var(--text); }
  input[type='color'] { flex: none; width: var(--control); padding: 3px; cursor: pointer; }
  .preview { position: sticky; inset-block-start: var(--space-4); }
  .schemes { display: flex; align-items: baseline; gap: var(--space-4); margin-block-end: var(--space-3); }
  .schemes legend { float: inline-start; margin: 0 var(--space-4) 0 0; }
  .schemes input { width: auto; min-height: 0; margin-inline-end: 0.25rem; vertical-align: -1px; accent-color: var(--accent); }
  .warn-note { margin-block-start: var(--space-3); }
  .warn-note ul { margin-block-start: var(--space-1); list-style: disc; padding-inline-start: var(--space-5); }
  @media (max-width: 66rem) {
    .halves { grid-template-columns: minmax(0, 1fr); }
    /* Above the fields, and visible while they are changed. */
    .preview { order: -1; z-index: 1; inset-block-start: 0; max-height: 42dvh; padding-block: var(--space-2);
      overflow: auto; background: var(--ground); }
  }
`;
