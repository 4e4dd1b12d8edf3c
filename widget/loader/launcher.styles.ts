import type { Theme } from '../../contract/themes.ts';

/**
 * How the launcher looks: by the page's `--tidings-…`, before the project's theme, before ours.
 * `all` with importance keeps every rule of the page out, since inner ones win among important ones;
 * `contents` gives our element no box, so that the page's layout does not know it. Lengths are in
 * pixels because a page's `rem` may be anything. A transparent border shows in forced colours.
 */
export function launcherStyles({
  accent = '#4650d0',
  accentText = '#fff',
  font = 'system-ui',
  launcherSize = 48,
  shadow = true,
  zIndex = 2147483000,
}: Theme = {}): string {
  return `:host{all:initial!important;display:contents!important}
button{--o:var(--tidings-launcher-offset,20px);position:fixed;inset-block:auto var(--o);inset-inline:auto var(--o);z-index:var(--tidings-z-index,${zIndex});width:var(--tidings-launcher-size,${launcherSize}px);aspect-ratio:1;padding:0;border:1px solid #8886;border-radius:50%;background:var(--tidings-accent,${accent});color:var(--tidings-accent-text,${accentText});box-shadow:${shadow ? 'var(--tidings-shadow,0 4px 20px #0a0c1e40)' : 'none'};cursor:pointer}
.top{inset-block:var(--o) auto}
.start{inset-inline:var(--o) auto}
button:before{content:"";position:absolute;inset:0;margin:auto;width:24px;height:24px;background:currentColor;clip-path:path("M3 10v4l2 .5V19h4v-3.4L17 18V6zM19 9v6a3 3 0 0 0 0-6")}
@media(forced-colors:active){button:before{background:ButtonText}}
span{position:absolute;inset-block:-5px auto;inset-inline:auto -5px;min-width:12px;padding:0 4px;border-radius:10px;background:#c81e3a;color:#fff;font:600 12px/20px var(--tidings-font,${font})}
.none,span:empty{display:none}`;
}
