import { z } from 'zod';
import { id } from './fields.ts';
import { ratingScales, surveyKinds } from './survey-kinds.ts';

/** A question with a closed list of choices. */
export const choicesQuestion = z.object({
  id: z.string(),
  kind: z.literal('choices'),
  choices: z.array(
    z.object({
      id: z.string(),
      ratings: z
        .array(z.int())
        .optional()
        .describe('The choice is offered only beside these ratings.'),
    }),
  ),
});

export const textQuestion = z.object({ id: z.string(), kind: z.literal('text') });

const definition = z.object({
  kind: z
    .enum(surveyKinds)
    .describe(
      'The subject and the scale of the rating. Leave out surveys of a kind that you do not know.',
    ),
  points: z.int().describe('Highest rating of the kind’s scale, such as 5 for `csat`.'),
  questions: z.array(z.discriminatedUnion('kind', [choicesQuestion, textQuestion])),
});

/**
 * One immutable version of a survey. The kind determines the scale (`ratingScales`); `points`
 * repeats its highest rating for widgets that do not know kinds. The widget's catalogues have the
 * texts for the ids of the default survey, in the visitor's language.
 */
export const surveyDefinition = definition.refine(
  ({ kind, points }) => points === ratingScales[kind].highest,
  { path: ['points'], message: 'Must be the highest rating of the kind’s scale.' },
);
export type SurveyDefinition = z.infer<typeof surveyDefinition>;

/** A survey in a feed: its version and its questions. */
export const survey = definition
  .extend({ id, version: z.int().describe('Version of the survey.') })
  .meta({ id: 'Survey' });
export type Survey = z.infer<typeof survey>;
