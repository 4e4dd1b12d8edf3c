import { css } from 'lit';

/** The review of groups that are held back: one card for each. */
export const heldBackStyles = css`
  .head { display: grid; gap: var(--space-2); margin-block-end: var(--space-5); }
  .head p { max-width: 44rem; }
  .breadcrumb { font-size: var(--type-note); }
  .breadcrumb a { color: var(--muted); }
  .breadcrumb a::before { content: '← ' / ''; }
  .new-items { text-align: center; }
  .new-items button { margin-block-end: var(--space-4); border-radius: 99px; color: var(--accent); }
  .groups { display: grid; gap: var(--space-4); }
  [aria-busy='true'] > .groups { opacity: 0.6; transition: opacity 0.15s 0.15s; }
  .group { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-1); padding: var(--inset); }
  .name-line { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
  .details { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); color: var(--muted); font-size: var(--type-note); }
  .columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-4) var(--space-6); margin-block-start: var(--space-4); }
  h3 { margin-block-end: var(--space-2); font-size: var(--type-note); font-weight: 600; }
  .comments > li { padding-block: var(--space-2); border-block-start: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
  .columns details { margin: 0; padding-block: var(--space-2); border-block-start: 1px solid var(--line); }
  .columns details .comments { margin-block-start: var(--space-2); font-size: var(--type-text); }
  .decision { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-3);
    margin-block-start: var(--space-4); padding-block-start: var(--space-4); border-block-start: 1px solid var(--line); }
  .decision .row { gap: var(--space-2); }
  .effect { color: var(--muted); font-weight: 400; }
  .more { margin-block-start: var(--space-4); text-align: center; }
  @media (max-width: 48rem) {
    .columns { grid-template-columns: minmax(0, 1fr); }
  }
  @media (max-width: 30rem) {
    .decision .row, .decision button { flex: 1 0 100%; }
  }
`;
