import { css } from 'lit';

/** The page of an import, from the choice of a file to the report. */
export const importStyles = css`
  .lead { max-width: 44rem; margin-block: var(--space-2) var(--space-5); color: var(--muted); }
  [tabindex='-1']:focus { outline: none; }
  .alert { max-width: 44rem; margin-block-end: var(--space-4); }
  .alert .row { margin-block-start: var(--space-3); }
  .divider { display: flex; align-items: center; gap: var(--space-4); margin-block: var(--space-5) var(--space-4); color: var(--muted); }
  .divider::before, .divider::after { content: ''; flex: 1; border-block-start: 1px solid var(--line); }
  .paste { padding: var(--inset); }
  .paste textarea { min-height: 8rem; }
  .paste button { justify-self: start; }
  .running { padding: var(--space-6) var(--space-5); text-align: center; }
  .running h2 { margin-block-end: var(--space-3); overflow-wrap: anywhere; }
  progress { display: block; width: min(24rem, 100%); height: 0.5rem; margin: 0 auto var(--space-3); border: 0; border-radius: 99px;
    overflow: hidden; appearance: none; background: var(--well); }
  progress::-webkit-progress-bar { background: var(--well); }
  progress::-webkit-progress-value { border-radius: 99px; background: var(--accent); transition: width 0.2s; }
  progress::-moz-progress-bar { background: var(--accent); }
  .running button { margin-block-start: var(--space-4); }
  .summary { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-4);
    margin-block-end: var(--space-5); padding: var(--inset); }
  .summary h2 { overflow-wrap: anywhere; }
  .summary > div:first-child { flex: 1 1 20rem; }
  .summary .actions { flex: 0 1 auto; justify-content: end; margin-inline-start: auto; }
  table { width: 100%; border-collapse: collapse; }
  th, td { padding: var(--space-3) var(--space-4); text-align: start; vertical-align: top; font-weight: 400; }
  thead th { padding-block: var(--space-2); color: var(--muted); font-size: var(--type-small); font-weight: 550;
    border-block-end: 1px solid var(--line); }
  tbody tr + tr > * { border-block-start: 1px solid var(--line); }
  .name { display: block; font-weight: 600; overflow-wrap: anywhere; }
  .title { display: block; color: var(--muted); overflow-wrap: anywhere; }
  .kinds { display: block; }
  summary { cursor: pointer; }
  summary .kinds { padding-inline-start: 1rem; }
  .excerpts { display: grid; gap: var(--space-1); margin-block-start: var(--space-2); padding-inline-start: 1rem;
    overflow-wrap: anywhere; }
  .date, .outcome { white-space: nowrap; }
  .more { margin-block-start: var(--space-4); text-align: center; }
  .not-understood { margin-block-start: var(--space-5); padding: var(--inset); }
  .not-understood ul { max-height: 24rem; margin-block-start: var(--space-4); overflow: auto; }
  .not-understood li { display: grid; grid-template-columns: 5rem minmax(0, 1fr) fit-content(16rem); gap: var(--space-1) var(--space-3);
    padding-block: var(--space-2); border-block-start: 1px solid var(--line); }
  .not-understood code { overflow-wrap: anywhere; }
  .merged { margin-block-start: var(--space-4); }
  @media (max-width: 52rem) {
    thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    table, tbody { display: block; }
    tbody tr { display: grid; grid-template-columns: 1fr auto; gap: var(--space-1) var(--space-4); padding: var(--space-4); }
    tbody tr + tr { border-block-start: 1px solid var(--line); }
    tbody tr + tr > * { border: 0; }
    tbody th, tbody td { padding: 0; }
    tbody .date { text-align: end; }
    tbody .outcome { text-align: end; }
    .not-understood li { grid-template-columns: minmax(0, 1fr); }
  }
`;
