import { css } from 'lit';

/** For pages outside the dashboard's frame: one card in the middle. */
export const signInStyles = css`
  :host { display: grid; place-content: center; grid-template-columns: min(26rem, 100%); min-height: 100dvh;
    padding: var(--space-5) var(--space-4); }
  .card { padding: var(--space-6); box-shadow: var(--shadow-high); }
  .brand { display: flex; align-items: center; gap: var(--space-2); margin-block-end: var(--space-5);
    font-weight: 650; letter-spacing: -0.01em; }
  h1 { font-size: var(--type-title); margin-block-end: var(--space-2); }
  .lead { margin-block-end: var(--space-5); color: var(--muted); overflow-wrap: anywhere; }
  form button { width: 100%; min-height: 2.5rem; }
  .foot { margin-block-start: var(--space-5); text-align: center; }
  .foot + .foot { margin-block-start: var(--space-2); }
  code { overflow-wrap: anywhere; }
  @media (max-width: 30rem) { .card { padding: var(--space-5); } }
`;
