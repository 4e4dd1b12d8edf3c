// Our own colours, where a project's theme sets none: for the widget, the public page and the theme
// editor. Text and accents stand at 4.5:1 or more on the surfaces they are used on. Imports nothing,
// because browsers run it.

// Names of their own for the four that the loader needs: an object's names would add to its weight.
export const accent = '#4650d0';
export const accentText = '#fff';
export const accentOnDark = '#a3aaff';
export const accentTextOnDark = '#14162e';

/** The colours of light pages. */
export const light = {
  accent,
  accentText,
  surface: '#fff',
  text: '#1c1f28',
  muted: '#5b6170',
  border: '#dfe2e9',
};

/** The same on dark pages. */
export const dark: typeof light = {
  accent: accentOnDark,
  accentText: accentTextOnDark,
  surface: '#1a1c23',
  text: '#eceef4',
  muted: '#a6acbb',
  border: '#383d49',
};
