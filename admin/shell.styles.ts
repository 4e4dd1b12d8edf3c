import { css } from 'lit';

/** The frame: a sidebar beside the page or, on a narrow screen, a bar above it and a drawer. */
export const shellStyles = css`
  .skip { position: absolute; z-index: 2; inset-block-start: -6rem; white-space: nowrap; inset-inline-start: var(--space-3);
    padding: var(--space-2) var(--space-4); border-radius: var(--radius); background: var(--accent);
    color: var(--on-accent); }
  .skip:focus { inset-block-start: var(--space-3); }
  .frame { display: grid; grid-template-columns: 15rem minmax(0, 1fr); min-height: 100dvh; }
  .top { position: absolute; }
  .bar { display: none; }
  .side { position: sticky; inset: 0 auto auto 0; display: flex; flex-direction: column; gap: var(--space-4);
    width: 15rem; height: 100dvh; max-height: none; margin: 0; padding: var(--space-4) var(--space-3);
    border: 0; border-inline-end: 1px solid var(--line); background: var(--surface); color: var(--text);
    overflow: auto; }
  main { width: 100%; max-width: 68rem; margin-inline: auto; padding: var(--space-6) var(--space-6) var(--space-8); }
  main:focus { outline: none; }
  main.standalone { display: grid; place-content: center; justify-items: center; min-height: 100dvh; }
  .state h1 { color: var(--text); margin-block-end: var(--space-3); font-size: var(--type-title); }
  .brand { display: flex; align-items: center; gap: var(--space-2); padding-inline: var(--space-2);
    font-weight: 650; letter-spacing: -0.01em; }
  .nav-links { display: grid; gap: 2px; }
  .nav-links a, .nav-link { display: flex; align-items: center; gap: var(--space-3); min-height: 2.125rem;
    padding: 0.25rem var(--space-2); border-radius: var(--radius-small); color: var(--muted); font-weight: 550; }
  .nav-links a:hover, .nav-link:hover { background: var(--hover); color: var(--text); text-decoration: none; }
  .nav-links a[aria-current] { background: var(--accent-well); color: var(--accent); }
  .foot { display: grid; gap: var(--space-2); margin-block-start: auto; }
  .menu-label { display: flex; flex: 1; min-width: 0; align-items: center; gap: var(--space-2); color: var(--text); text-align: start; }
  .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .badge { display: grid; flex: none; place-items: center; width: 1.5rem; height: 1.5rem;
    border-radius: var(--radius-small); background: var(--accent-well); color: var(--accent);
    font-size: var(--type-small); font-weight: 650; }
  .badge.round { border-radius: 50%; background: var(--well); color: var(--muted); }
  menu-button { margin-inline: calc(-1 * var(--space-1)); }
  @media (max-width: 52rem) {
    .frame { display: block; }
    .bar { display: inline-flex; }
    .top { position: sticky; z-index: 1; inset-block-start: 0; display: flex; align-items: center; gap: var(--space-2);
      padding: var(--space-2) var(--space-3); border-block-end: 1px solid var(--line); background: var(--surface); }
    .project-name { display: block; overflow: hidden; font-weight: 600; text-overflow: ellipsis; white-space: nowrap; }
    .side { position: fixed; width: min(17rem, 85vw); box-shadow: var(--shadow-high); }
    .side:not(:popover-open) { display: none; }
    .side::backdrop { background: light-dark(#14161c66, #000000a6); }
    main { padding: var(--space-5) var(--space-4) var(--space-7); }
  }
`;
