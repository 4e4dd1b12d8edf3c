import { z } from 'zod';
import { id } from './fields.ts';

/** A closed list to choose from. */
export const choicesQuestion = z.object({
  id: z.string(),
  kind: z.literal('choices'),
  choices: z.array(
    z.object({
      id: z.string(),
      ratings: z.array(z.int()).optional().describe('Offered only beside these ratings.'),
    }),
  ),
});

export const textQuestion = z.object({ id: z.string(), kind: z.literal('text') });

/**
 * One immutable edition of a survey. `points` is the scale's top: ratings run from 1 to it. The
 * words for the ids of the default survey are in the widget's catalogues, in the visitor's language.
 */
export const surveyDefinition = z.object({
  kind: z.literal('csat'),
  points: z.int().describe('The scale’s top: ratings run from 1 to it.'),
  questions: z.array(z.discriminatedUnion('kind', [choicesQuestion, textQuestion])),
});
export type SurveyDefinition = z.infer<typeof surveyDefinition>;

/** A survey as a feed carries it: which edition, and what it asks. */
export const survey = surveyDefinition
  .extend({ id, version: z.int().describe('Which edition.') })
  .meta({ id: 'Survey' });
export type Survey = z.infer<typeof survey>;
