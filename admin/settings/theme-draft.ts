import type { Theme } from '../../contract/themes.ts';

/** The colours of a scheme, with what each is of. */
export const colourWords = {
  accent: 'Accent',
  accentText: 'Accent text',
  surface: 'Surface',
  text: 'Text',
  muted: 'Muted text',
  border: 'Lines',
} as const;
export type ColourName = keyof typeof colourWords;

/** A form's fields by name; colours of dark pages begin with `dark.`. */
export type ThemeFields = Readonly<Record<string, string>>;

/** What can be set by a number. */
export const measures = {
  radius: { label: 'Radius of corners, in pixels', min: 0, max: 32, ours: 14 },
  fontSize: { label: 'Size of text, in pixels', min: 12, max: 20, ours: 15 },
  launcherSize: { label: 'Size of the launcher, in pixels', min: 32, max: 80, ours: 48 },
} as const;

/**
 * The theme that a form says, on top of what it does not ask about. An empty field leaves it to us. What
 * is typed wrongly goes to the server as it is, which says what is wrong with it.
 */
export function themeOf(fields: ThemeFields, before: Theme): Theme {
  const { dark, ...rest } = before;
  const onDark = filled(names.map((name) => [name, fields[`dark.${name}`]]));
  const asked = [...names, ...Object.keys(measures), 'font'];
  const others = Object.entries(rest).filter(([name]) => !asked.includes(name));
  const numbers = Object.keys(measures).map((name) => [name, numberIn(fields[name])] as const);
  return {
    ...Object.fromEntries(others),
    ...filled([...names, 'font'].map((name) => [name, fields[name]])),
    ...filled(numbers),
    ...(Object.keys(onDark).length > 0 && { dark: onDark }),
  } as Theme;
}

/** What a form shows of a theme. */
export function fieldsOf({ dark = {}, ...theme }: Theme): ThemeFields {
  const texts = [...names, ...Object.keys(measures), 'font'].map((name) => {
    const value = theme[name as keyof typeof theme];
    return [name, value === undefined ? '' : String(value)];
  });
  const onDark = names.map((name) => [`dark.${name}`, dark[name] ?? '']);
  return Object.fromEntries([...texts, ...onDark]);
}

/** Only what the widget can be drawn with: a colour half typed is none yet. */
export function drawable(theme: Theme): Theme {
  const isDrawn = ([name, value]: [string, unknown]) =>
    typeof value !== 'string' || !(name in colourWords) || /^#[\da-f]{6}$/i.test(value);
  const { dark, ...rest } = theme;
  const some = (part: object) => Object.fromEntries(Object.entries(part).filter(isDrawn));
  const font = fontIn(rest.font);
  const { font: _, ...others } = some(rest) as Theme;
  return { ...others, ...(font && { font }), ...(dark && { dark: some(dark) }) };
}

const names = Object.keys(colourWords) as ColourName[];

/** A text that could break out of a style sheet's value is none, though the server would refuse it too. */
function fontIn(font: string | undefined): string | undefined {
  return font && /^[\p{L}\p{N} '",-]+$/u.test(font) ? font : undefined;
}

function filled(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

function numberIn(text: string | undefined): number | string | undefined {
  const value = text?.trim();
  if (!value) return undefined;
  return Number.isNaN(Number(value)) ? value : Number(value);
}
