import { dark, light } from '../../contract/palette.ts';

/** Follows the device's colour scheme. The contrast of text is at least 4.5:1. */
export const homeStyle = `
:root{color-scheme:light dark;--well:#f4f5f8;${properties(light)}}
@media(prefers-color-scheme:dark){:root{--well:#23262f;${properties(dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:46rem;padding:0 clamp(1.25rem,5vw,3rem);font:1.0625rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--paper);
overflow-wrap:anywhere;-webkit-text-size-adjust:100%;text-size-adjust:100%}
svg{display:block}
header{display:flex;align-items:center;gap:.625rem;padding-block:1.5rem;font-size:.9375rem;font-weight:650}
h1{margin:clamp(2rem,8vw,5rem) 0 0;font-size:clamp(2.125rem,6.5vw,3.25rem);line-height:1.08;font-weight:740;letter-spacing:-.026em;text-wrap:balance}
.lede{margin:1.25rem 0 0;font-size:1.25rem;line-height:1.5;color:var(--quiet);text-wrap:balance}
.ways{display:flex;flex-wrap:wrap;gap:.75rem;margin:2rem 0 0}
.ways a{padding:.625rem 1.25rem;font-weight:600;text-decoration:none;color:var(--ink);border:1px solid var(--line);border-radius:.625rem}
.ways a:hover{border-color:var(--accent)}
.ways .first{color:var(--on-accent);background:var(--accent);border-color:var(--accent)}
.ways .first:hover{filter:brightness(1.08)}
ol{list-style:none;counter-reset:step;margin:clamp(3rem,8vw,5rem) 0 0;padding:0}
li{counter-increment:step;display:grid;grid-template-columns:3.5rem minmax(0,1fr);padding-block:2rem;border-block-start:1px solid var(--line)}
li::before{content:counter(step);grid-row:1/9;font-size:1.5625rem;line-height:1.25;font-weight:680;color:var(--quiet);font-variant-numeric:tabular-nums}
h2{margin:0;font-size:1.3125rem;line-height:1.5;font-weight:680;letter-spacing:-.012em}
li p{margin:.375rem 0 0;color:var(--quiet)}
code{font:.9em/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--ink)}
pre{margin:1rem 0 0;padding:.875rem 1.125rem;white-space:pre-wrap;background:var(--well);border-radius:.625rem}
footer{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;padding-block:1.75rem 3rem;font-size:.9375rem;border-block-start:1px solid var(--line)}
footer a{color:var(--quiet);text-underline-offset:.18em}
footer a:hover{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
@media(max-width:34rem){li{grid-template-columns:2rem minmax(0,1fr)}li::before{font-size:1.3125rem;line-height:1.5}}
@media(forced-colors:active){.ways a,pre{border:1px solid}}`;

function properties({ accent, accentText, surface, text, muted, border }: typeof light): string {
  const paper = `--ink:${text};--quiet:${muted};--paper:${surface};--line:${border}`;
  return `${paper};--accent:${accent};--on-accent:${accentText}`;
}
