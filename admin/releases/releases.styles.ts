import { css } from 'lit';

/** The list of releases, its filters, and the page before the first release. */
export const releasesStyles = css`
  .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-3);
    min-height: var(--control); margin-block-end: var(--space-5); }
  .filters { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); margin-block-end: var(--space-4); }
  .states { display: flex; flex: 1 0 auto; flex-wrap: wrap; gap: 2px; }
  .states a { padding: 0.3rem 0.7rem; border-radius: 99px; color: var(--muted); font-weight: 550; }
  .states a:hover { background: var(--hover); color: var(--text); text-decoration: none; }
  .states a[aria-current] { background: var(--accent-well); color: var(--accent); }
  .search { position: relative; flex: 0 1 15rem; }
  .search .icon { position: absolute; inset-block-start: 0.55rem; inset-inline-start: 0.65rem; color: var(--muted); }
  .search input { padding-inline-start: 2.25rem; }
  .sort { flex: 0 0 10rem; }
  table { width: 100%; border-collapse: collapse; }
  th, td { padding: var(--space-3) var(--space-4); text-align: start; vertical-align: top; font-weight: 400; }
  thead th { padding-block: var(--space-2); color: var(--muted); font-size: var(--type-small); font-weight: 550;
    border-block-end: 1px solid var(--line); }
  tbody tr + tr > * { border-block-start: 1px solid var(--line); }
  tbody tr:hover { background: color-mix(in srgb, var(--well) 45%, transparent); }
  .name { display: block; font-weight: 600; overflow-wrap: anywhere; }
  .name a { color: var(--text); }
  .name .chip { margin-inline-start: 0.25rem; vertical-align: 1px; }
  .title { display: block; color: var(--muted); overflow-wrap: anywhere; }
  .state-cell, .date, .reach { white-space: nowrap; }
  td > .note { display: block; }
  td.score { width: 11rem; }
  .legend { margin-block-start: var(--space-3); text-wrap: pretty; }
  .more { margin-block-start: var(--space-4); text-align: center; }
  [aria-busy='true'] > .card { opacity: 0.6; transition: opacity 0.15s 0.15s; }
  .first-steps { padding-block: var(--space-6); }
  .first-steps > h2 { font-size: var(--type-title); }
  .steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
    gap: var(--space-4); margin-block-start: var(--space-5); }
  .steps li { display: flex; flex-direction: column; align-items: start; gap: var(--space-2); padding: var(--space-5); }
  .steps h3 { font-size: var(--type-lead); font-weight: 600; }
  .steps .icon { width: 1.5rem; height: 1.5rem; color: var(--accent); }
  .steps .button { margin-block-start: auto; }
  .command { display: flex; align-items: center; width: 100%; margin-block-start: auto; padding-inline-start: var(--space-3);
    border-radius: var(--radius); background: var(--well); }
  .command code { flex: 1; min-width: 0; padding-block: var(--space-2); overflow-wrap: anywhere; }
  @media (max-width: 52rem) {
    .states { flex-basis: 100%; }
    .states a { padding-inline: 0.4rem; font-size: var(--type-note); }
    .search { flex: 1 1 8rem; }
    .sort { flex: 0 0 9rem; }
    .none, tbody td:has(> .none) { display: none !important; }
    thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    table, tbody { display: block; }
    tbody tr { display: grid; grid-template-columns: 1fr auto; gap: var(--space-2) var(--space-4); padding: var(--space-4); }
    tbody tr + tr { border-block-start: 1px solid var(--line); }
    tbody tr + tr > * { border: 0; }
    tbody th, tbody td { padding: 0; }
    tbody th { grid-column: 1 / -1; grid-row: 1; }
    tbody .name { padding-inline-end: 7rem; }
    tbody .state-cell { grid-column: 2; grid-row: 1; text-align: end; }
    tbody .date { grid-column: 1; }
    tbody .reach { text-align: end; }
    tbody td.score { grid-column: 1 / -1; width: auto; }
  }
`;
