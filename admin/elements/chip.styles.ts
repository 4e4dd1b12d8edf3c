import { css } from 'lit';

/** Coloured labels: `<span class="chip good">`. The text alone carries the meaning. */
export const chipStyles = css`
  .chip { display: inline-flex; align-items: center; gap: 0.4em; padding: 0.1rem 0.5rem;
    border-radius: 99px; background: var(--well); color: var(--muted); font-size: var(--type-small);
    font-weight: 550; line-height: 1.6; white-space: nowrap; }
  .chip.dotted::before { content: ''; width: 0.4rem; height: 0.4rem; border-radius: 50%;
    background: currentColor; }
  .chip.good { background: var(--good-well); color: var(--good); }
  .chip.warn { background: var(--warn-well); color: var(--warn); }
  .chip.bad { background: var(--bad-well); color: var(--bad); }
  .chip.calm { background: var(--calm-well); color: var(--calm); }
  .chip.accent { background: var(--accent-well); color: var(--accent); }
`;
