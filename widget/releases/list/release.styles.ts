/** One release in the list. Each kind has a hue; its label says the same without colour. */
export const releaseStyles = `article{padding:calc(20px*var(--t-space)) 20px;border-bottom:1px solid var(--t-border)}
article[data-wanted]{border-inline-start:3px solid var(--t-accent)}
.meta{position:relative;display:flex;align-items:center;flex-wrap:wrap;gap:0 10px;padding-inline-end:36px;color:var(--t-muted);font-size:.87em}
bdi{font-weight:600;color:var(--t-text)}
.dot{border:4px solid var(--t-accent);border-radius:50%}
.major{color:var(--t-accent);font-weight:600}
.icon.copy{position:absolute;inset-block-start:-3px;inset-inline-end:0;width:28px;min-height:28px}
h3{margin-top:4px;font-size:1.2em;line-height:1.3}
.note{margin-top:calc(14px*var(--t-space))}
[data-kind]{--hue:var(--t-muted);padding:2px 8px;border-radius:6px;font-size:.76em;font-weight:600;
color:color-mix(in oklab,var(--hue) 50%,var(--t-text));background:color-mix(in oklab,var(--hue) 15%,var(--t-surface))}
[data-kind=new]{--hue:#12924f}
[data-kind=improved]{--hue:#2f6fe4}
[data-kind=fixed]{--hue:#b7760b}
[data-kind=removed],[data-kind=deprecated]{--hue:#cf3a4b}
[data-kind=security]{--hue:#8a4be0}
h4{margin-top:6px}
.text *{font-size:1em;margin-block:.4em}
.text :is(ul,ol){padding-inline-start:1.3em}
.text a{color:var(--t-accent)}
.text :is(code,pre){font:.87em/1.5 ui-monospace,monospace;padding:1px 5px;border-radius:5px;background:var(--t-surface-2)}
.text pre{white-space:pre-wrap}
.text table{display:block;overflow:auto}
footer{margin-top:calc(20px*var(--t-space));padding:14px;border-radius:9px;background:var(--t-surface-2)}
footer:empty{height:calc(86px + 2.5em)}`;
