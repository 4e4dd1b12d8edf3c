import { css } from 'lit';

/**
 * The colours of ratings go from orange to blue, which colour-blind people can distinguish, and a
 * word or a number is always beside them. Their contrast with the card is at least 3:1 (WCAG
 * 1.4.11).
 */
export const chartStyles = css`
  :host { --rated-1: light-dark(#b04a04, #f28b3c); --rated-2: light-dark(#d07c28, #d9a25e);
    --rated-3: light-dark(#858b98, #8b93a3); --rated-4: light-dark(#4f8fcb, #6fa8dc);
    --rated-5: light-dark(#1f5a94, #a9d0f7); --bar: light-dark(#5a63d8, #8f97f5); }
  table.bars { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
  .bars th, .bars td { padding: 0.4rem 0; font-weight: 400; text-align: start; vertical-align: middle; }
  .bars thead th { color: var(--muted); font-size: var(--type-small); font-weight: 550; padding-block-start: 0; }
  .bars tbody th { padding-inline-end: var(--space-4); overflow-wrap: anywhere; }
  .bars .count { width: 1%; padding-inline-end: var(--space-4); text-align: end; white-space: nowrap; }
  .bars .share { width: 55%; }
  .bars .share > div { display: flex; align-items: center; gap: var(--space-3); }
  .bars .share span { flex: none; width: 3.25rem; text-align: end; color: var(--muted); }
  svg.bar { flex: 1; min-width: 2rem; width: 100%; height: 0.75rem; border-radius: 3px; }
  .track { fill: var(--well); }
  .part { fill: var(--bar); }
  .r1 { fill: var(--rated-1); } .r2 { fill: var(--rated-2); } .r3 { fill: var(--rated-3); }
  .r4 { fill: var(--rated-4); } .r5 { fill: var(--rated-5); }
  .gap { stroke: var(--surface); stroke-width: 1.5; }
  .legend { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); margin-block-end: var(--space-3);
    font-size: var(--type-small); color: var(--muted); }
  .legend li { display: flex; align-items: center; gap: 0.4rem; }
  .legend svg { width: 0.7rem; height: 0.7rem; }
  details { margin-block-start: var(--space-3); font-size: var(--type-note); }
  summary { width: fit-content; min-height: 1.5rem; padding: 0.2rem 0; color: var(--accent); cursor: pointer; }
  .data-table { overflow: auto; max-height: 20rem; margin-block-start: var(--space-2); }
  .data-table table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
  .data-table th, .data-table td { padding: 0.3rem var(--space-3) 0.3rem 0; text-align: end; font-weight: 400;
    border-block-end: 1px solid var(--line); white-space: nowrap; }
  .data-table th:first-child { text-align: start; white-space: normal; }
  .data-table thead th { color: var(--muted); font-weight: 550; }
  @media (max-width: 30rem) {
    .bars thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    table.bars, .bars tbody { display: block; }
    .bars tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding-block: var(--space-1); }
    .bars tbody th, .bars tbody td { padding: 0; }
    .bars tbody .count { width: auto; padding: 0; }
    .bars tbody .share { grid-column: 1 / -1; width: auto; }
  }
`;
