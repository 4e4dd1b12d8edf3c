/**
 * The page's layout. One scale of type (steps of 1.2, from 0.8 rem) and one of space (quarters of a
 * rem). Wide screens show version and date beside the notes, narrow ones above.
 */
export const layout = `
*{box-sizing:border-box}
html{--well:color-mix(in srgb,var(--text) 5%,var(--surface));-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:66rem;padding:0 clamp(1.25rem,5vw,3rem);color:var(--text);background:var(--surface);
font:1.0625rem/1.6 var(--font);overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul{margin:0;padding:0}
p,li{text-wrap:pretty}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.06em}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
.skip{position:absolute;inset-block-start:-6rem;inset-inline-start:1rem;z-index:1;padding:.5rem 1rem;color:var(--accent-text);
background:var(--accent);border-radius:0 0 .5rem .5rem}
.skip:focus{inset-block-start:0}
.top{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1.5rem;padding-block:1.5rem;font-size:.9375rem}
.top a{display:inline-flex;align-items:center;gap:.625rem;min-height:2rem;text-decoration:none}
.top a:hover{text-decoration:underline}
.product{font-weight:650;color:var(--text)}
.mark{flex:none;display:grid;place-items:center;width:2rem;height:2rem;font-size:1rem;font-weight:700;line-height:1;
color:var(--accent-text);background:var(--accent);border-radius:min(var(--radius),.625rem)}
.opening{padding-block:clamp(2rem,6vw,4rem) clamp(2rem,5vw,3rem)}
h1{font-size:clamp(2rem,5.5vw,2.75rem);line-height:1.12;font-weight:720;letter-spacing:-.022em;text-wrap:balance}
body>.opening{padding-block-start:clamp(4rem,16vh,10rem)}
.lede{margin-block-start:.75rem;color:var(--muted);font-size:1.0625rem}
.lede a,.foot a{color:inherit}
.lede a:hover,.foot a:hover{color:var(--accent)}
.back{display:inline-block;margin-block-end:1.25rem;font-size:.9375rem}
article{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:0 3rem;padding-block:2.75rem;border-block-start:1px solid var(--border)}
.when{align-self:start;padding-block-start:.25rem;position:sticky;inset-block-start:1.75rem;display:flex;flex-direction:column;align-items:flex-start;gap:.5rem;
font-size:.9375rem;line-height:1.4;color:var(--muted)}
.version{padding:.125rem .625rem;font-weight:600;font-variant-numeric:tabular-nums;color:var(--text);background:var(--well);
border:1px solid var(--border);border-radius:min(var(--radius),.5rem)}
.major{font-weight:650;color:var(--accent)}
.what{max-width:42rem}
h2{font-size:1.5625rem;line-height:1.25;font-weight:680;letter-spacing:-.014em;text-wrap:balance}
h2 a{color:inherit;text-decoration:none}
h2 a:hover{color:var(--accent);text-decoration:underline}
.notes{margin-block-start:1.75rem}
h2+.notes{margin-block-start:1.25rem}
.kind{--hue:var(--muted);display:inline-block;padding:.1875rem .625rem;font-size:.8125rem;line-height:1.4;font-weight:650;
color:color-mix(in oklab,var(--hue) 50%,var(--text));background:color-mix(in oklab,var(--hue) 15%,var(--surface));border-radius:.4375rem}
.new{--hue:#12924f}
.improved{--hue:#2f6fe4}
.fixed{--hue:#b7760b}
.removed,.deprecated{--hue:#cf3a4b}
.security{--hue:#8a4be0}
.list{list-style:none;margin-block-start:.75rem;max-width:66ch}
.list>li+li{margin-block-start:1rem}
.several>li{position:relative;padding-inline-start:1.25rem}
.several>li::before{content:"";position:absolute;inset-inline-start:.125rem;inset-block-start:.68em;width:.375rem;height:.375rem;
border-radius:50%;background:var(--border);background:color-mix(in srgb,var(--muted) 60%,var(--surface))}
.title{margin-block:0 .125rem;font-size:1.0625rem;line-height:1.45;font-weight:650}
.text>:first-child{margin-block-start:0}
.title+.text>:is(h4,h5,h6):first-child{margin-block-start:.625rem}
.text>:last-child{margin-block-end:0}
.text :is(p,ul,ol,dl,pre,blockquote,table,details){margin-block:.625rem}
.text :is(h3,h4,h5,h6){margin-block:1.25rem .375rem;font-size:1em;line-height:1.4;font-weight:650}
.text :is(ul,ol){padding-inline-start:1.375rem}
.text ul{list-style-type:disc}
.text li{margin-block:.25rem}
.text li::marker{color:var(--muted)}
.text dd{margin-inline-start:1.375rem}
.text :is(code,kbd){padding:.1em .35em;font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--well);
border-radius:.3125rem;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.text kbd{border:1px solid var(--border);border-block-end-width:2px}
.text pre{padding:.875rem 1rem;white-space:pre-wrap;background:var(--well);border-radius:min(var(--radius),.625rem)}
.text pre code{padding:0;background:none}
.text a code{color:inherit}
.text blockquote{margin-inline:0;padding-inline-start:1rem;color:var(--muted);border-inline-start:3px solid var(--border)}
.text table{border-collapse:collapse;width:100%;table-layout:fixed;font-size:.9375rem}
.text :is(th,td){padding-block:.375rem;padding-inline-end:.75rem;vertical-align:top;border-block-end:1px solid var(--border)}
.text :is(th,td):not([align]){text-align:start}
.text hr{height:1px;margin-block:1.25rem;background:var(--border);border:0}
.text mark{color:inherit;background:color-mix(in oklab,var(--accent) 22%,var(--surface))}
.empty{padding-block:4rem;color:var(--muted);border-block-start:1px solid var(--border)}
.empty h2{margin-block-end:.5rem;color:var(--text)}
.older{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.75rem;padding-block:2rem;border-block-start:1px solid var(--border)}
.older a{padding:.5rem 1rem;font-weight:600;font-size:.9375rem;text-decoration:none;border:1px solid var(--border);
border-radius:min(var(--radius),.625rem)}
.older a:hover{border-color:var(--accent)}
.foot{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem 1.5rem;padding-block:1.75rem 3rem;font-size:.875rem;
color:var(--muted);border-block-start:1px solid var(--border)}
.alone{display:block;border:0;padding-block:0 3rem}
.alone .when{position:static;padding:0;flex-flow:row wrap;align-items:center;gap:.375rem .625rem;margin-block-end:.5rem}
.alone h1{font-size:clamp(1.75rem,5vw,2.375rem);line-height:1.18}
.alone .kind{margin-block-start:.5rem}
@media(max-width:46rem){
article{display:block;padding-block:2rem}
.when{position:static;padding:0;flex-flow:row wrap;align-items:center;gap:.375rem .875rem;margin-block-end:.625rem}
}
@media(forced-colors:active){.kind,.mark{border:1px solid}}
@media print{
body{max-width:none;padding:0;font-size:11pt}
.skip,.older,.back,.lede{display:none}
article{padding-block:1.25rem}
.when{position:static}
h2,h3,.title{break-after:avoid}
.list>li{break-inside:avoid}
a{color:inherit}
.text a[href^=http]::after{content:" (" attr(href) ")";font-size:.85em}
}`;
