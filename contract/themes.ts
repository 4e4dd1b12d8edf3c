import { z } from 'zod';
import { text } from './fields.ts';

const colour = z
  .string()
  .regex(/^#[\dA-Fa-f]{6}$/, 'Must be a colour such as #1a56db.')
  .optional();

const colours = {
  accent: colour.describe('Of the launcher, links and what is chosen.'),
  accentText: colour.describe('Of what stands on the accent.'),
  surface: colour.describe('Of the panel itself.'),
  text: colour.describe('Of what is read.'),
  muted: colour.describe('Of what is less important, such as dates.'),
  border: colour.describe('Of lines and frames.'),
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
    dark: z.strictObject(colours).optional().describe('The colours on dark pages.'),
    radius: pixels(0, 32).describe('Of corners, in pixels.'),
    shadow: z.boolean().optional().describe('Whether the panel and the launcher throw one.'),
    font: text(200)
      .refine(isPlain, 'Must be a list of fonts such as "Inter", sans-serif.')
      .refine(isFontList, 'Each font needs a name, and each quotation mark its partner.')
      .optional()
      .describe('A CSS list of fonts; the page has to load them itself.'),
    fontSize: pixels(12, 20).describe('Of running text, in pixels.'),
    spacing: z
      .number()
      .min(0.75)
      .max(1.5)
      .optional()
      .describe('How far apart things stand: a factor, 1 unless set.'),
    zIndex: pixels(1, 2_147_483_647).describe('Of the launcher, among the page’s own layers.'),
    launcherSize: pixels(32, 80).describe('Of the launcher, in pixels.'),
    corner: z
      .enum(['bottom-end', 'bottom-start', 'top-end', 'top-start'])
      .optional()
      .describe('Where the launcher stands unless the page says; `end` is right, in Arabic left.'),
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
