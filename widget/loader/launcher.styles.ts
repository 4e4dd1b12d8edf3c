import * as palette from '../../contract/palette.ts';
import type { Theme } from '../../contract/themes.ts';

/**
 * Returns the launcher's CSS. The page's `--tidings-…` win over the project's theme, which wins
 * over our defaults; on dark pages the launcher has the panel's two colours. The class `light` or
 * `dark` is set if the page names a scheme; otherwise the browser's preference applies. `all` with
 * importance keeps out every rule of the page, because inner rules win among important ones;
 * `contents` gives our element no box, so that the page's layout ignores it. Lengths are in pixels
 * because a page's `rem` may be anything. The icon is a border, which has the text colour in forced
 * colours too; a transparent border is visible there.
 */
export function launcherStyles({
  accent = palette.accent,
  accentText = palette.accentText,
  dark: {
    accent: darkAccent = palette.accentOnDark,
    accentText: darkText = palette.accentTextOnDark,
  } = {},
  font = 'system-ui',
  launcherSize = 48,
  shadow = true,
  zIndex = 2_000_000_000,
}: Theme): string {
  const onDark = `--a:${darkAccent};--t:${darkText}`;
  return `:host{all:initial!important;display:contents!important}
button{--a:${accent};--t:${accentText};--o:var(--tidings-launcher-offset,20px);position:fixed;inset-inline-end:var(--o);bottom:var(--o);z-index:var(--tidings-z-index,${zIndex});width:var(--tidings-launcher-size,${launcherSize}px);aspect-ratio:1;border:1px solid #8886;border-radius:50%;background:var(--tidings-accent,var(--a));color:var(--tidings-accent-text,var(--t));box-shadow:var(--tidings-shadow,${shadow ? '0 4px 20px #0004' : 'none'});cursor:pointer}
.dark{${onDark}}
@media(prefers-color-scheme:dark){:not(.light){${onDark}}}
.top{top:var(--o);bottom:auto}
.start{inset-inline:var(--o) auto}
button:before{content:"";position:absolute;inset:calc(50% - 12px);border:12px solid;clip-path:path("M3 10v4l2 .5V19h4v-3.4L17 18V6zM19 9v6a3 3 0 0 0 0-6")}
span{position:absolute;top:-5px;inset-inline-end:-5px;min-width:12px;padding:0 4px;border-radius:10px;color:#fff;background:#c81e3a;font:600 12px/20px var(--tidings-font,${font})}
.none,span:empty{display:none}`;
}
