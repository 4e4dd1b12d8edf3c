import { css } from 'lit';

/** The settings pages: their tabs, cards, and lists with one thing per row. */
export const settingsStyles = css`
  .nav-links { display: flex; flex-wrap: wrap; gap: 2px; margin-block-end: var(--space-5); }
  .nav-links a { padding: 0.3rem 0.7rem; border-radius: 99px; color: var(--muted); font-weight: 550; }
  .nav-links a:hover { background: var(--hover); color: var(--text); text-decoration: none; }
  .nav-links a[aria-current] { background: var(--accent-well); color: var(--accent); }
  .lead { max-width: 44rem; margin-block: var(--space-2) var(--space-5); color: var(--muted); overflow-wrap: anywhere; }
  .card { max-width: 44rem; }
  .stack, .stack > [aria-busy] { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-5); }
  .padded { padding: var(--inset); }
  .padded > h2 { margin-block-end: var(--space-3); }
  .padded > h2:has(+ .note) { margin-block-end: var(--space-1); }
  .padded > h2 + .note { margin-block-end: var(--space-4); }
  .padded > h2 + form { margin-block-start: var(--space-3); }
  .padded > .alert { margin-block-end: var(--space-4); }
  form button { justify-self: start; }
  form ~ * { margin-block-start: var(--space-4); }
  form ~ :empty { margin: 0; }
  form ~ .note + * { margin-block-start: var(--space-2); }
  .side-by-side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr)); gap: var(--space-4); align-items: start; }
  .rows > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center;
    gap: var(--space-1) var(--space-4); padding: var(--space-4) var(--inset); }
  .rows > li + li { border-block-start: 1px solid var(--line); }
  .rows .row-title { font-weight: 600; overflow-wrap: anywhere; }
  .rows .row-title .chip { margin-inline-start: 0.25rem; vertical-align: 1px; }
  .rows .details { grid-column: 1; overflow-wrap: anywhere; }
  .rows .actions { grid-column: 2; grid-row: 1 / span 3; }
  .rows button, .rows select { min-height: 2rem; }
  .rows select { width: 8.5rem; padding-block: 0.2rem; }
  .suggestions li { display: flex; align-items: center; justify-content: space-between; gap: var(--space-4); padding-block: var(--space-1); overflow-wrap: anywhere; }
  .suggestions button { flex: none; min-height: 2rem; }
  .flag { display: flex; align-items: center; gap: var(--space-2); }
  .flag input { flex: none; width: 1.1rem; min-height: 1.5rem; accent-color: var(--accent); }
  .open-invitations:not(:empty) { border-block-start: 1px solid var(--line); }
  .heartbeats { margin-block-start: var(--space-3); }
  .heartbeats li { padding-block: var(--space-1); overflow-wrap: anywhere; }
  .install-status > * + * { margin-block-start: var(--space-4); }
  .result > * + * { margin-block-start: var(--space-3); }
  .code { display: flex; align-items: start; border-radius: var(--radius); background: var(--well); }
  .code pre { flex: 1; min-width: 0; margin: 0; padding: var(--space-3) var(--space-4); overflow-x: auto;
    font: var(--type-note) / 1.6 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
  .code copy-button { padding: var(--space-1); }
  details > summary { cursor: pointer; width: fit-content; padding-block: var(--space-1); font-weight: 550; }
  details > .code { margin-block: var(--space-2) var(--space-3); }
  dl.details-list { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--space-1) var(--space-4); }
  .calls { margin-block-end: var(--space-4); }
  .calls ~ .note a { text-decoration: underline; }
  .details-list dt { color: var(--muted); }
  .details-list dd { overflow-wrap: anywhere; }
  .good-note { padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--good-well);
    color: var(--good); overflow-wrap: anywhere; }
  .warn-note { padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--warn-well);
    color: var(--warn); overflow-wrap: anywhere; }
  @media (max-width: 36rem) {
    .calls { grid-template-columns: minmax(0, 1fr); }
    .calls dd { margin-block-end: var(--space-2); }
    .nav-links a { padding-inline: 0.5rem; }
    .rows > li { grid-template-columns: minmax(0, 1fr); }
    .rows .actions { grid-column: 1; grid-row: auto; margin-block-start: var(--space-2); }
  }
`;
