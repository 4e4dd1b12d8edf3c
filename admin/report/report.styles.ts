import { css } from 'lit';

/** The report of a release: its head, its figures as cards, and its comments. */
export const reportStyles = css`
  .head { display: grid; gap: var(--space-2); margin-block-end: var(--space-5); }
  .breadcrumb { font-size: var(--type-note); }
  .breadcrumb a { color: var(--muted); }
  .breadcrumb a::before { content: '← ' / ''; }
  .title-row { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: var(--space-3); }
  .names { flex: 1 1 20rem; min-width: 0; }
  .name-line { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
  .name-line h1 { min-width: 0; }
  .actions { gap: var(--space-2); }
  .public { display: inline-flex; align-items: center; }
  .danger-quiet { color: var(--bad); }
  .danger-quiet:hover { background: var(--bad-well); color: var(--bad); }
  .subtitle { color: var(--muted); font-size: var(--type-lead); overflow-wrap: anywhere; }
  .details { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-5); color: var(--muted); font-size: var(--type-note); }
  .reason { margin-block-start: var(--space-2); padding: var(--space-3) var(--space-4); border-radius: var(--radius);
    background: var(--bad-well); color: var(--bad); }
  .reason h2 { font-size: var(--type-note); }
  .reason p { color: var(--text); white-space: pre-wrap; overflow-wrap: anywhere; }
  .grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-4); margin-block-end: var(--space-4); }
  .block { padding: var(--inset); min-width: 0; }
  .block > h2, .comments-head h2 { margin-block-end: var(--space-4); }
  .wide { grid-column: 1 / -1; }
  .figure { display: flex; align-items: baseline; gap: var(--space-3); margin-block-end: var(--space-1); }
  .figure strong { font-size: var(--type-figure); font-weight: 650; line-height: 1.1; letter-spacing: -0.035em;
    font-variant-numeric: tabular-nums; }
  .figure.none strong { font-size: var(--type-title); letter-spacing: -0.01em; }
  .score svg { margin-block: var(--space-3); }
  .block > day-chart { margin-block-start: calc(-1 * var(--space-4)); }
  .pips { display: block; width: 8.5rem; }
  .held-back { margin-block-start: var(--space-3); padding: var(--space-2) var(--space-3); border-radius: var(--radius);
    background: var(--warn-well); color: var(--warn); }
  .held-back a { color: inherit; font-weight: 600; text-decoration: underline; }
  .score .note { margin-block-start: var(--space-3); }
  .states svg { width: 1.25rem; height: 1.25rem; flex: none; fill: none; stroke: currentColor;
    stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
  .surfaces > div { display: flex; justify-content: space-between; gap: var(--space-4); padding-block: var(--space-3); }
  .surfaces > div:first-child { padding-block-start: 0; }
  .surfaces > div + div { border-block-start: 1px solid var(--line); }
  .surfaces dd { width: 9rem; flex: none; margin: 0; text-wrap: balance; }
  .comments-head { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: var(--space-2) var(--space-4); }
  .states { display: flex; flex-wrap: wrap; gap: 2px; margin-block-end: var(--space-3); }
  .states a { display: inline-flex; align-items: center; gap: 0.3rem; padding: 0.2rem 0.65rem; border-radius: 99px;
    color: var(--muted); font-weight: 550; font-variant-numeric: tabular-nums; }
  .states a:hover { background: var(--hover); color: var(--text); text-decoration: none; }
  .states a[aria-current] { background: var(--accent-well); color: var(--accent); }
  .new-items { text-align: center; }
  .new-items button { margin-block-end: var(--space-3); border-radius: 99px; color: var(--accent); }
  .comments > li { display: grid; gap: var(--space-2); padding-block: var(--space-4); border-block-start: 1px solid var(--line); }
  .comment-head { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-2); font-weight: 550; }
  .comment-head .comment-time { margin-inline-start: auto; font-weight: 400; }
  .comment-text { max-width: 44rem; text-wrap: wrap; white-space: pre-wrap; overflow-wrap: anywhere; }
  .comment-text:dir(rtl) { max-width: none; }
  .reasons { display: flex; flex-wrap: wrap; gap: var(--space-1); }
  .reasons .chip, .author .chip { white-space: normal; }
  /* A dot at the start of a line falls outside the box and is clipped. */
  .author { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-4); overflow-wrap: anywhere; overflow: clip; }
  .author .chip { margin-inline-start: calc(-1 * var(--space-2)); }
  .detail { margin-inline-start: calc(-1 * var(--space-4)); padding-inline-start: var(--space-4); }
  .detail::before { content: '·'; display: inline-block; width: var(--space-4); margin-inline-start: calc(-1 * var(--space-4)); text-align: center; }
  .more { margin-block-start: var(--space-4); text-align: center; }
  [aria-busy='true'] > .comments { opacity: 0.6; transition: opacity 0.15s 0.15s; }
  @media (max-width: 60rem) {
    .grid { grid-template-columns: minmax(0, 1fr); }
  }
  @media (max-width: 30rem) {
    .block .states a { padding-inline: 0.35rem; }
    .comment-head .comment-time { flex-basis: 100%; margin: 0; }
  }
`;
