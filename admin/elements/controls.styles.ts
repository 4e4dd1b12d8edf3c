import { css } from 'lit';

/** Buttons and fields, the same on every page. */
export const controlStyles = css`
  button, input, select, textarea { font: inherit; color: inherit; margin: 0; }
  button, .button { display: inline-flex; align-items: center; justify-content: center; gap: var(--space-2);
    min-height: var(--control); padding: 0 var(--space-4); border: 1px solid var(--line);
    border-radius: var(--radius); background: var(--raised); color: var(--text); font-weight: 550;
    box-shadow: var(--shadow-low); cursor: pointer; text-decoration: none; transition: background 0.12s; }
  button:hover, .button:hover { background: var(--hover); color: var(--text); text-decoration: none; }
  .primary { border-color: transparent; background: var(--accent); color: var(--on-accent); }
  .primary:hover { background: var(--accent-strong); color: var(--on-accent); }
  .quiet-button { border-color: transparent; background: none; box-shadow: none; color: var(--muted); }
  .quiet-button:hover { background: var(--hover); color: var(--text); }
  .danger { border-color: transparent; background: var(--bad); color: var(--on-bad); }
  .danger:hover { background: var(--bad-strong); color: var(--on-bad); }
  .icon-button { width: var(--control); padding: 0; }
  button:disabled { opacity: 0.55; cursor: not-allowed; }
  button[aria-busy='true'] { cursor: progress; }
  input, select, textarea { width: 100%; min-height: var(--control); padding: 0.4rem var(--space-3);
    border: 1px solid var(--edge); border-radius: var(--radius); background: var(--raised); }
  input::placeholder, textarea::placeholder { color: var(--muted); opacity: 1; }
  input:hover, select:hover, textarea:hover { border-color: var(--muted); }
  input:focus-visible, select:focus-visible, textarea:focus-visible { outline-offset: -1px; border-color: var(--accent); }
  [aria-invalid='true'] { border-color: var(--bad); }
  select { appearance: none; padding-inline-end: var(--space-6); background-repeat: no-repeat;
    background-position: right 0.7rem center; background-size: 0.5rem 0.35rem;
    background-image: linear-gradient(45deg, transparent 50%, var(--muted) 50%),
      linear-gradient(-45deg, transparent 50%, var(--muted) 50%);
    background-position: right 0.95rem center, right 0.7rem center;
    background-size: 0.27rem 0.3rem; }
  form { display: grid; gap: var(--space-4); }
  .field { display: grid; gap: var(--space-1); }
  .field label { font-weight: 550; }
  .field .note, .field .error-text { font-size: var(--type-note); }
  .error-text { color: var(--bad); overflow-wrap: anywhere; }
  .alert { padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--bad-well);
    color: var(--bad); overflow-wrap: anywhere; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); }
`;
