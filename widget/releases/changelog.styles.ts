import { controlStyles } from '../elements/controls.styles.ts';
import { releaseStyles } from './list/release.styles.ts';

/** The panel's position, its header, and the messages in place of the list. */
export const changelogStyles = `${controlStyles}
:host{--corner:calc(var(--t-launcher-offset) + var(--t-launcher-size) + 12px);--edge:var(--t-launcher-offset);
position:fixed;z-index:var(--t-z);inset:auto;inset-inline-end:var(--edge);inset-block-end:var(--corner);
width:400px;height:min(640px,100dvh - var(--corner) - 12px);margin:0;padding:0;border:0;overflow:visible;background:none;
color:var(--t-text);font:var(--t-size)/1.5 var(--t-font);text-align:start;overflow-wrap:anywhere}
:host([hidden]){display:none}
:host([position$=start]){inset-inline:var(--edge) auto}
:host([position^=top]){inset-block:var(--corner) auto}
:host([position=none]){--corner:var(--edge)}
section{display:flex;flex-direction:column;height:100%;overflow:hidden;border:1px solid var(--t-border);
border-radius:var(--t-radius);background:var(--t-surface);box-shadow:var(--t-shadow);animation:rise .18s}
@keyframes rise{from{opacity:0;translate:0 8px}}
h2,h3,h4,p{margin:0;font-size:1em}
.head{display:flex;align-items:center;gap:4px;padding:10px 12px;padding-inline-start:20px;
border-bottom:1px solid var(--t-border)}
h2{flex:1;outline:0;font-size:1.13em;line-height:1.3}
.icon{display:grid;place-items:center;width:34px;padding:0;border-color:transparent;background:none;color:var(--t-muted)}
.icon:hover,.icon[aria-pressed=true]{background:var(--t-surface-2);color:var(--t-text)}
.icon svg{width:18px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round}
.scroll{position:relative;flex:1;overflow:auto;overscroll-behavior:contain}
.line{display:flex;align-items:center;gap:12px;padding:10px 20px;background:var(--t-surface-2);font-size:.87em}
.line p{flex:1}
.empty{padding:72px 32px;text-align:center;color:var(--t-muted)}
.empty h3,.empty button{color:var(--t-text);margin-block:8px}
.older{display:block;margin:4px auto 20px}
.bone{height:150px;margin:20px;border-radius:9px;background:var(--t-surface-2)}
.told:not(:empty){padding:8px 20px;border-top:1px solid var(--t-border);font-size:.87em}
.heard{position:absolute;clip-path:inset(50%)}
@media(max-width:480px){:host(:not([hidden])){inset:0;width:100%;height:100%}section{border:0;border-radius:0}}
${releaseStyles}`;
