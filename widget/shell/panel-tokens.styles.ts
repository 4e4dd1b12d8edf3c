import { dark, light } from '../../contract/palette.ts';
import type { Theme } from '../../contract/themes.ts';
import type { EmbedSettings } from './settings.ts';

/**
 * Returns the panel's custom properties, as CSS for the launcher's `:host`: the page's
 * `--tidings-…` win over the project's theme, which wins over our defaults. Colours for light pages
 * have no effect on dark ones.
 */
export function panelTokens(scheme: EmbedSettings['theme'], theme: Theme = {}): string {
  const rules = {
    light: colourRules('light', { ...light, ...theme }),
    dark: colourRules('dark', { ...dark, ...theme.dark }),
  };
  const autoRules = `${rules.light}@media(prefers-color-scheme:dark){${rules.dark}}`;
  return sizeRules(theme) + (scheme === 'auto' ? autoRules : rules[scheme]);
}

function colourRules(scheme: string, palette: Record<string, unknown>): string {
  const properties = Object.keys(light).map((key) => {
    const name = key.replace('T', '-t').toLowerCase();
    return `--t-${name}:var(--tidings-${name},${palette[key]});`;
  });
  return `:host{color-scheme:${scheme}!important;${properties.join('')}}`;
}

function sizeRules(theme: Theme): string {
  const shadow = theme.shadow === false ? 'none' : '0 8px 32px #0a0c1e33,0 1px 3px #0a0c1e2e';
  const font = `${theme.font ?? 'system-ui'},sans-serif`;
  return `:host{--t-surface-2:color-mix(in srgb,var(--t-text) 5%,var(--t-surface));
--t-launcher-offset:var(--tidings-launcher-offset,20px);
--t-launcher-size:var(--tidings-launcher-size,${theme.launcherSize ?? 48}px);
--t-radius:var(--tidings-radius,${theme.radius ?? 14}px);
--t-shadow:var(--tidings-shadow,${shadow});
--t-font:var(--tidings-font,${font});
--t-size:var(--tidings-font-size,${theme.fontSize ?? 15}px);
--t-space:var(--tidings-spacing,${theme.spacing ?? 1});
--t-z:var(--tidings-z-index,${theme.zIndex ?? 2_000_000_000})}`;
}
