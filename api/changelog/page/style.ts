import { dark, light } from '../../../contract/palette.ts';
import type { Theme } from '../../../contract/themes.ts';
import { pagePolicy } from '../../site/page-policy.ts';
import { layout } from './layout.styles.ts';

/** A page's one style sheet, and the policy that allows only it and images of our origin. */
export interface Style {
  text: string;
  policy: string;
}

/**
 * Returns the style of a project: its colours, corners and fonts, light or dark as on the reader's
 * device. A theme's colours for light pages do not apply to dark ones. The contract lets no theme
 * contain a CSS rule of its own.
 */
export function styleFor(theme: Theme): Style {
  const measures = `:root{--radius:${theme.radius ?? 14}px;--font:${fontOf(theme)}}`;
  const colours = `:root{color-scheme:light dark;${properties(light, theme)}}
@media(prefers-color-scheme:dark){:root{${properties(dark, theme.dark)}}}`;
  // Paper is white, even if the screen is dark.
  const paper = `@media print{:root{color-scheme:light;${properties(light, { text: '#000000' })}}}`;
  const text = [measures, colours, paper, layout].join('\n');
  return { text, policy: pagePolicy(text, "img-src 'self'") };
}

function fontOf({ font }: Theme): string {
  return `${font ? `${font},` : ''}system-ui,sans-serif`;
}

function properties(defaults: typeof light, theme: Theme['dark'] = {}): string {
  const colours = { ...defaults, ...theme };
  const names = Object.keys(light) as (keyof typeof light)[];
  return names
    .map((name) => `--${name === 'accentText' ? 'accent-text' : name}:${colours[name]}`)
    .join(';');
}
