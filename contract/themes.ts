import { z } from 'zod';
import { text } from './fields.ts';

const colour = z
  .string()
  .regex(/^#[\dA-Fa-f]{6}$/, 'Must be a colour such as #1a56db.')
  .optional();

const colours = {
  accent: colour.describe('Colour of the launcher, links and selected items.'),
  accentText: colour.describe('Colour of text on the accent.'),
  surface: colour.describe('Background colour of the panel.'),
  text: colour.describe('Colour of text.'),
  muted: colour.describe('Colour of less important text, such as dates.'),
  border: colour.describe('Colour of lines and borders.'),
};

const pixels = (min: number, max: number) => z.int().min(min).max(max).optional();

/**
 * The widget's appearance in the project's pages. Properties that are left out have our defaults.
 * All values are colours, numbers, words of closed lists and font names, so none can add a rule to
 * a style sheet.
 */
export const theme = z
  .strictObject({
    ...colours,
    dark: z.strictObject(colours).optional().describe('Colours for dark pages.'),
    radius: pixels(0, 32).describe('Radius of corners, in pixels.'),
    shadow: z.boolean().optional().describe('Whether the panel and the launcher have a shadow.'),
    font: text(200)
      .refine(isPlain, 'Must be a list of fonts such as "Inter", sans-serif.')
      .refine(isFontList, 'Must name every font and close every quotation mark.')
      .optional()
      .describe('CSS list of fonts. The page must load the fonts itself.'),
    fontSize: pixels(12, 20).describe('Size of running text, in pixels.'),
    spacing: z
      .number()
      .min(0.75)
      .max(1.5)
      .optional()
      .describe('Factor for the space between elements. The default is 1.'),
    zIndex: pixels(1, 2_147_483_647).describe(
      '`z-index` of the launcher among the page’s own layers.',
    ),
    launcherSize: pixels(32, 80).describe('Size of the launcher, in pixels.'),
    corner: z
      .enum(['bottom-end', 'bottom-start', 'top-end', 'top-start'])
      .optional()
      .describe(
        'Corner of the launcher, unless the page sets another. `end` is right, or left in right-to-left languages.',
      ),
  })
  .meta({ id: 'Theme' });
export type Theme = z.infer<typeof theme>;

/** Not a `regex` of the schema: the OpenAPI document would have the flag `/u` in its pattern. */
function isPlain(value: string): boolean {
  return /^[\p{L}\p{N} '",-]+$/u.test(value);
}

function isFontList(value: string): boolean {
  const name = /^("[^"']+"|'[^"']+'|[^"']+)$/;
  return value.split(',').every((part) => name.test(part.trim()));
}
