import { css } from 'lit';

/** The base styles of every shadow root: type, links, focus and reduced motion. */
export const baseStyles = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  p { text-wrap: pretty; }
  h1, h2, h3 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
  h1 { font-size: var(--type-page); font-weight: 650; letter-spacing: -0.02em; }
  h2 { font-size: var(--type-lead); font-weight: 600; letter-spacing: -0.005em; }
  h1:focus { outline: none; }
  a { color: var(--accent); text-decoration: none; text-underline-offset: 0.2em; }
  a:hover { color: var(--accent-strong); text-decoration: underline; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  svg.icon { width: 1.125rem; height: 1.125rem; flex: none; fill: none; stroke: currentColor;
    stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
  code, .mono { font: var(--type-note) / 1.5 var(--mono); }
  .quiet { color: var(--muted); }
  .note { font-size: var(--type-note); color: var(--muted); }
  .figures { font-variant-numeric: tabular-nums; }
  .visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; }
  .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large);
    box-shadow: var(--shadow-low); }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { transition: none !important; animation: none !important; }
  }
`;
