import { dark, light } from '../../../contract/palette.ts';
import type { Theme } from '../../../contract/themes.ts';

/** The minimum contrast of text (WCAG 2.2, 1.4.3). */
export const minContrast = 4.5;

type Colours = typeof light;

/** The colours that are read on one another, with a label. */
const pairs: [text: keyof Colours, ground: keyof Colours, words: string][] = [
  ['text', 'surface', 'Text on the surface'],
  ['muted', 'surface', 'Muted text on the surface'],
  ['accent', 'surface', 'Accent on the surface, as in links'],
  ['accentText', 'accent', 'Accent text on the accent'],
];

/** Two colours with too little contrast. */
export interface WeakPair {
  scheme: 'light' | 'dark';
  label: string;
  ratio: number;
}

/** Returns the contrast ratio (WCAG 2.2) of colours such as `#1a56db` or `#fff`, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [low, high] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Returns the pairs of a theme that are hard to read; missing colours are our defaults. */
export function findWeakPairs(theme: Theme): WeakPair[] {
  return [...weakPairsIn('light', theme), ...weakPairsIn('dark', theme.dark ?? {})];
}

function weakPairsIn(
  scheme: WeakPair['scheme'],
  colours: Partial<Record<keyof Colours, string | undefined>>,
): WeakPair[] {
  const defaults = scheme === 'dark' ? dark : light;
  const colourOf = (name: keyof Colours) => colours[name] ?? defaults[name];
  return pairs.flatMap(([text, ground, label]) => {
    const ratio = contrastOf(colourOf(text), colourOf(ground));
    return ratio < minContrast ? [{ scheme, label, ratio }] : [];
  });
}

/** Relative luminance (WCAG 2.2), 0 to 1. */
function luminanceOf(colour: string): number {
  const digits = colour.length === 4 ? colour.replace(/[^#]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
