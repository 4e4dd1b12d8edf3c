import { controlStyles } from '../elements/controls.styles.ts';

/**
 * The CSS of a rating; colours and sizes are inherited from the launcher's tokens. Above the form,
 * the line for the outcome has its height from the start, so that nothing moves under a finger.
 */
export const ratingStyles = `${controlStyles}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{float:left;width:100%;padding:0 0 8px;font-weight:600}
svg{width:30px;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round}
.faces{clear:both;display:flex;margin:0 -6px}
label{position:relative;flex:auto;display:grid;justify-items:center;gap:4px;padding:8px 2px;border-radius:9px;
color:var(--t-muted);font-size:.8em;line-height:1.25;text-align:center}
label:hover,label:has(:checked){color:var(--t-text);background:var(--t-surface)}
:checked+svg,.said svg{color:var(--t-accent);stroke-width:2}
input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
label:has(:focus-visible){outline:2px solid var(--t-accent)}
.said{display:flex;flex-wrap:wrap;align-items:center;gap:0 8px;margin:0}
.outcome{min-height:1.5em;margin:8px 0 0;font-weight:600}
.outcome:empty:last-child{min-height:0;margin:0}
.refused{color:color-mix(in srgb,#f32 65%,var(--t-text))}
@media(forced-colors:active){label:has(:checked){outline:2px solid Highlight}}`;
