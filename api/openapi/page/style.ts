import { dark, light } from '../../../contract/palette.ts';

/** The page's style sheet. Narrow screens show a table row by row, to avoid sideways scrolling. */
export const docsStyle = `
:root { color-scheme: light dark; --well: #f4f5f8; ${properties(light)} }
@media (prefers-color-scheme: dark) {
  :root { --well: #23262f; ${properties(dark)} }
}
* { box-sizing: border-box }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 64rem; margin: 0 auto;
  padding: 2rem 1.25rem 6rem; color: var(--ink); background: var(--paper);
  overflow-wrap: break-word }
h1 { font-size: 2rem; line-height: 1.15; letter-spacing: -0.022em; margin: 0; text-wrap: balance }
h2 { font-size: 1.5rem; margin: 4rem 0 0.5rem; padding-top: 1rem; border-top: 1px solid var(--line) }
h3 { font-size: 1.125rem; margin: 2.75rem 0 0.5rem; line-height: 1.4 }
h4 { font-size: 0.9375rem; margin: 1.5rem 0 0.25rem }
p, ul, dl { margin: 0.5rem 0; max-width: 44rem }
a { color: var(--link); text-underline-offset: 0.15em }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
code { font: 0.875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
p code, dd code, td code, main > ul code { background: var(--well); padding: 0.1em 0.3em; border-radius: 4px;
  box-decoration-break: clone; -webkit-box-decoration-break: clone }
h3 code { font-weight: 600; overflow-wrap: anywhere }
a code { background: none; padding: 0 }
pre { margin: 0.5rem 0; padding: 0.875rem 1rem; background: var(--well); border-radius: 6px;
  white-space: pre-wrap; overflow-wrap: break-word }
nav ul { list-style: none; padding: 0; max-width: none }
nav li { padding: 0.2rem 0; line-height: 1.4 }
nav h2 { margin: 1.5rem 0 0.25rem; padding: 0; border: 0; font-size: 1rem }
nav .shapes { columns: 12rem }
nav .routes li { display: grid; grid-template-columns: minmax(0, 29rem) 1fr; gap: 0 1rem }
dt { font-weight: 600; margin-top: 0.75rem }
dd { margin: 0 }
.statuses { display: grid; grid-template-columns: 3.5rem 1fr; gap: 0.25rem 0 }
.statuses dt { margin: 0 }
.whole { white-space: nowrap }
.quiet { color: var(--quiet) }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; font-size: 0.9375rem }
th, td { text-align: start; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0;
  border-top: 1px solid var(--line) }
thead th { border: 0; color: var(--quiet); font-weight: 500; font-size: 0.8125rem }
tbody th { font-weight: 600; width: 24%; overflow-wrap: anywhere }
td:nth-child(2) { width: 26% }
td:nth-child(3) { width: 7rem; color: var(--quiet) }
@media (max-width: 44rem) {
  nav .routes li { display: block; padding: 0.35rem 0 }
  nav .routes a { display: block }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  table, tbody, tr, tbody th, td { display: block; width: auto }
  tr { border-top: 1px solid var(--line); padding: 0.5rem 0 }
  tbody th, td, td:nth-child(2), td:nth-child(3) { border: 0; padding: 0; width: auto }
  td:nth-child(2), td:nth-child(3) { display: inline; color: var(--quiet) }
  td:nth-child(3):before { content: ' · ' }
}`;

function properties({ accent, surface, text, muted, border }: typeof light): string {
  return `--ink: ${text}; --quiet: ${muted}; --paper: ${surface}; --line: ${border}; --link: ${accent}`;
}
