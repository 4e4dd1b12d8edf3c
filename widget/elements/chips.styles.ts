/** Chips: small rounded check boxes or toggle buttons. */
export const chipStyles = `.chips{display:flex;flex-wrap:wrap;gap:6px}
.chip{position:relative;min-height:30px;padding:4px 12px;border:1px solid var(--t-border);border-radius:99px;
background:var(--t-surface);font-size:.87em;cursor:pointer}
.chip:hover{border-color:var(--t-muted)}
.chip input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
.chip:has(:checked),.chip[aria-pressed=true]{border-color:var(--t-accent);font-weight:600;
background:color-mix(in oklab,var(--t-accent) 14%,var(--t-surface))}
.chip:has(:focus-visible){outline:2px solid var(--t-accent);outline-offset:1px}
@media(forced-colors:active){.chip:has(:checked),.chip[aria-pressed=true]{outline:2px solid Highlight}}`;
