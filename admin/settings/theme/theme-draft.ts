import type { Theme } from '../../../contract/themes.ts';

/** The colours of a scheme, with their labels. */
export const colourLabels = {
  accent: 'Accent',
  accentText: 'Accent text',
  surface: 'Surface',
  text: 'Text',
  muted: 'Muted text',
  border: 'Lines',
} as const;
export type ColourName = keyof typeof colourLabels;

/** A form's fields by name; names of colours for dark pages begin with `dark.`. */
export type ThemeFields = Readonly<Record<string, string>>;

/** The numbers of a theme. */
export const measures = {
  radius: { label: 'Radius of corners, in pixels', min: 0, max: 32, defaultValue: 14 },
  fontSize: { label: 'Size of text, in pixels', min: 12, max: 20, defaultValue: 15 },
  spacing: { label: 'Spacing, as a factor', min: 0.75, max: 1.5, defaultValue: 1 },
  launcherSize: { label: 'Size of the launcher, in pixels', min: 32, max: 80, defaultValue: 48 },
  zIndex: {
    label: 'Layer, as a CSS z-index',
    min: 1,
    max: 2147483647,
    defaultValue: 2_000_000_000,
  },
} as const;
export type MeasureName = keyof typeof measures;

/** The choices of a theme; the empty one is our default. */
export const choices = {
  shadow: {
    label: 'Shadow',
    options: { '': 'Ours: with one', true: 'With one', false: 'Without' },
  },
  corner: {
    label: 'Corner of the launcher',
    options: {
      '': 'Ours: bottom end',
      'bottom-end': 'Bottom end',
      'bottom-start': 'Bottom start',
      'top-end': 'Top end',
      'top-start': 'Top start',
    },
    hint: 'The end is right, in Arabic left',
  },
} as const;
export type ChoiceName = keyof typeof choices;

/**
 * Returns the theme of a form, on top of the settings that the form does not have. An empty field
 * means our default. Invalid input is sent as it is: the server returns what is wrong with it.
 */
export function toTheme(fields: ThemeFields, before: Theme): Theme {
  const { dark, ...rest } = before;
  const onDark = withoutEmpty(colourNames.map((name) => [name, fields[`dark.${name}`]]));
  const others = Object.entries(rest).filter(([name]) => !formFields.includes(name));
  const numbers = Object.keys(measures).map((name) => [name, parseNumber(fields[name])] as const);
  return {
    ...Object.fromEntries(others),
    ...withoutEmpty([...colourNames, 'font', 'corner'].map((name) => [name, fields[name]])),
    ...(fields.shadow && { shadow: fields.shadow === 'true' }),
    ...withoutEmpty(numbers),
    ...(Object.keys(onDark).length > 0 && { dark: onDark }),
  } as Theme;
}

/** Returns a form's fields for a theme. */
export function toThemeFields({ dark = {}, ...theme }: Theme): ThemeFields {
  const texts = formFields.map((name) => {
    const value = theme[name as keyof typeof theme];
    return [name, value === undefined ? '' : String(value)];
  });
  const onDark = colourNames.map((name) => [`dark.${name}`, dark[name] ?? '']);
  return Object.fromEntries([...texts, ...onDark]);
}

/** Leaves out what the widget cannot render, such as a half-typed colour or number. */
export function onlyValid(theme: Theme): Theme {
  const isValid = ([name, value]: [string, unknown]) =>
    name in measures
      ? typeof value === 'number'
      : typeof value !== 'string' || !(name in colourLabels) || /^#[\da-f]{6}$/i.test(value);
  const { dark, ...rest } = theme;
  const validPart = (part: object) => Object.fromEntries(Object.entries(part).filter(isValid));
  const font = validFont(rest.font);
  const { font: _, ...others } = validPart(rest) as Theme;
  return { ...others, ...(font && { font }), ...(dark && { dark: validPart(dark) }) };
}

const colourNames = Object.keys(colourLabels) as ColourName[];
/** All fields of the form except the colours for dark pages. */
const formFields = [...colourNames, ...Object.keys(measures), ...Object.keys(choices), 'font'];

/** Drops a font that could break out of its CSS value; the server would refuse it too. */
function validFont(font: string | undefined): string | undefined {
  return font && /^[\p{L}\p{N} '",-]+$/u.test(font) ? font : undefined;
}

function withoutEmpty(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

function parseNumber(text: string | undefined): number | string | undefined {
  const value = text?.trim();
  if (!value) return undefined;
  return Number.isNaN(Number(value)) ? value : Number(value);
}
