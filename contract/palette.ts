// The default colours of the widget, the public page and the theme editor, for projects whose theme
// sets none. Text and accents have a contrast of at least 4.5:1 on the surfaces they are used on.
// Browsers run this file, so it imports nothing.

// Constants for the four colours that the loader needs: an object's property names would add bytes.
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

/** The colours of dark pages. */
export const dark: typeof light = {
  accent: accentOnDark,
  accentText: accentTextOnDark,
  surface: '#1a1c23',
  text: '#eceef4',
  muted: '#a6acbb',
  border: '#383d49',
};
