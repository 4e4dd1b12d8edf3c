import type { Theme } from '../../../contract/themes.ts';

/** The colours of a scheme, with what each is of. */
export const colourLabels = {
  accent: 'Accent',
  accentText: 'Accent text',
  surface: 'Surface',
  text: 'Text',
  muted: 'Muted text',
  border: 'Lines',
} as const;
export type ColourName = keyof typeof colourLabels;

/** A form's fields by name; colours of dark pages begin with `dark.`. */
export type ThemeFields = Readonly<Record<string, string>>;

/** What can be set by a number. */
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

/** What is chosen among few; the empty choice is ours. */
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
 * The theme that a form says, on top of what it does not ask about. An empty field leaves it to us. What
 * is typed wrongly goes to the server as it is, which says what is wrong with it.
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

/** What a form shows of a theme. */
export function toThemeFields({ dark = {}, ...theme }: Theme): ThemeFields {
  const texts = formFields.map((name) => {
    const value = theme[name as keyof typeof theme];
    return [name, value === undefined ? '' : String(value)];
  });
  const onDark = colourNames.map((name) => [`dark.${name}`, dark[name] ?? '']);
  return Object.fromEntries([...texts, ...onDark]);
}

/** Only what the widget can be drawn with: a colour half typed is none yet, and neither is a number. */
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
/** All fields of the form but those of dark pages. */
const formFields = [...colourNames, ...Object.keys(measures), ...Object.keys(choices), 'font'];

/** A text that could break out of a style sheet's value is none, though the server would refuse it too. */
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
