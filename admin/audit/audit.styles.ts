import { css } from 'lit';

/** The log: a line for each entry, by day, with details that can be opened. */
export const auditStyles = css`
  .head { display: grid; gap: var(--space-1); margin-block-end: var(--space-5); }
  .filters { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); margin-block-end: var(--space-5); }
  .filters label { display: grid; gap: var(--space-1); flex: 0 1 15rem; min-width: 0; color: var(--muted);
    font-size: var(--type-note); font-weight: 550; }
  .filters select { color: var(--text); font-size: var(--type-text); font-weight: 400; text-overflow: ellipsis; }
  .subject-filter { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--control);
    max-width: 100%; padding: 0 var(--space-4); border-radius: 99px; background: var(--accent-well); font-weight: 550;
    overflow-wrap: anywhere; }
  .day { margin-block-end: var(--space-5); }
  .day h2 { margin-block-end: var(--space-2); color: var(--muted); font-size: var(--type-note); font-weight: 550; }
  .entry { display: grid; grid-template-columns: 3rem minmax(0, 1fr); gap: var(--space-3); padding: var(--space-3) var(--inset); }
  .entry + .entry { border-block-start: 1px solid var(--line); }
  time { padding-block: 0.1rem; color: var(--muted); font-size: var(--type-note); font-variant-numeric: tabular-nums; }
  .description { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 var(--space-4); }
  .description > p { flex: 1 1 16rem; min-width: 0; overflow-wrap: anywhere; }
  .description > details { flex: 0 0 auto; }
  .description > details[open] { flex: 1 0 100%; min-width: 0; }
  .actor { color: var(--text); font-weight: 600; }
  .subject { font-weight: 550; }
  summary { width: fit-content; min-height: 1.5rem; padding: 0.15rem 0; color: var(--muted); font-size: var(--type-note); cursor: pointer; }
  summary:hover { color: var(--text); }
  .differences { margin-block: var(--space-2) var(--space-3); border: 1px solid var(--line); border-radius: var(--radius);
    font-size: var(--type-note); }
  .differences > div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: var(--space-3); padding: var(--space-2) var(--space-3); }
  .differences > div + div { border-block-start: 1px solid var(--line); }
  dt { color: var(--muted); overflow-wrap: anywhere; }
  dd { display: grid; justify-items: start; gap: var(--space-1); margin: 0; }
  del, ins { max-width: 100%; max-height: 16rem; padding: 0.05rem 0.4rem; border-radius: 4px; overflow: auto; text-decoration: none;
    white-space: pre-wrap; overflow-wrap: anywhere; }
  del { background: var(--bad-well); color: var(--bad); text-decoration: line-through;
    text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); }
  ins { background: var(--good-well); color: var(--good); }
  .edits li { display: grid; grid-template-columns: 3rem minmax(0, 1fr); gap: var(--space-3); padding-block: var(--space-1); }
  pre { overflow: auto; max-height: 20rem; margin: var(--space-2) 0 0; padding: var(--space-3); border-radius: var(--radius);
    background: var(--well); font: 0.75rem / 1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
  .more { margin-block-start: var(--space-4); text-align: center; }
  [aria-busy='true'] > .day { opacity: 0.6; transition: opacity 0.15s 0.15s; }
  @media (max-width: 40rem) {
    .entry { position: relative; grid-template-columns: minmax(0, 1fr); gap: 0; }
    .description > details:not([open]) { position: absolute; inset-block-start: var(--space-3); inset-inline-end: var(--inset); }
    .differences > div { grid-template-columns: minmax(0, 1fr); gap: var(--space-1); }
    .filters label { flex: 1 1 9rem; }
  }
`;
