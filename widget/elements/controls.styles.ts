/**
 * Buttons and fields, the same in every part of the panel. Lengths are in px and em: a host page
 * may set any size on its root element, and rem would follow it.
 */
export const controlStyles = `*{box-sizing:border-box}
button,textarea,select,input{font:inherit;color:inherit;margin:0}
button,select,textarea,[type=search]{min-height:34px;padding:5px 12px;border:1px solid var(--t-border);
border-radius:9px;background:var(--t-surface)}
button,select{cursor:pointer}
button:hover{background:var(--t-surface-2)}
.plain{border-color:transparent;background:none;color:var(--t-accent)}
:focus-visible{outline:2px solid var(--t-accent);outline-offset:1px}
@media(prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}`;
