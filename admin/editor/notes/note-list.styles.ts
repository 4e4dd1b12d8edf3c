import { css } from 'lit';

/** Notes as cards, and a line at the drop position. Each kind has a hue, as in the widget. */
export const noteListStyles = css`
  ol { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); }
  ol.dragging { user-select: none; }
  li { position: relative; display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-2);
    padding: var(--space-3) var(--space-4) var(--space-4); }
  li.dragged { opacity: 0.5; }
  li.gap-before::before, li.gap-after::after { content: ''; position: absolute; inset-inline: 0; height: 3px;
    border-radius: 2px; background: var(--accent); }
  li.gap-before::before { inset-block-start: calc(var(--space-3) / -2 - 2px); }
  li.gap-after::after { inset-block-end: calc(var(--space-3) / -2 - 2px); }
  .line { display: flex; align-items: center; gap: var(--space-1); }
  .handle { cursor: grab; touch-action: none; width: 1.75rem; margin-inline-start: calc(-1 * var(--space-1)); }
  .handle:active { cursor: grabbing; }
  .handle svg { stroke-width: 2.6; }
  .kind { width: auto; min-height: 1.875rem; padding-block: 0.1rem; border-color: transparent;
    background-color: color-mix(in oklab, var(--hue) 14%, var(--surface)); font-size: var(--type-note);
    font-weight: 600; color: color-mix(in oklab, var(--hue) 45%, var(--text)); }
  .kind:hover { border-color: var(--edge); }
  .kind:disabled { opacity: 1; background-image: none; padding-inline-end: var(--space-3); }
  .kind { --hue: var(--muted); }
  .kind[data-kind='new'] { --hue: #12924f; }
  .kind[data-kind='improved'] { --hue: #2f6fe4; }
  .kind[data-kind='fixed'] { --hue: #b7760b; }
  .kind[data-kind='removed'], .kind[data-kind='deprecated'] { --hue: #cf3a4b; }
  .kind[data-kind='security'] { --hue: #8a4be0; }
  menu-button { width: var(--control); margin-inline-start: auto; }
  menu-button > span { display: grid; }
  menu-button > span svg { stroke-width: 2.6; }
  .title { font-weight: 600; }
  .title::placeholder { font-weight: 400; }
  .add { justify-self: start; margin-block-start: var(--space-3); }
  ol:empty + .add { margin-block-start: 0; }
`;
