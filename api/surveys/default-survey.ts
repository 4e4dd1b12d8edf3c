import { ratingScales, satisfactionKind } from '../../contract/survey-kinds.ts';
import type { SurveyDefinition } from '../../contract/surveys.ts';
import type { Change } from '../change/change.ts';
import { insertSurvey } from './queries.ts';

/** The reasons, each offered with the listed ratings. Ids are final; labels are not. */
const reasons = [
  { id: 'easier', ratings: [4, 5] },
  { id: 'faster', ratings: [4, 5] },
  { id: 'what_i_needed', ratings: [4, 5] },
  { id: 'looks_better', ratings: [4, 5] },
  { id: 'harder', ratings: [1, 2, 3] },
  { id: 'slower', ratings: [1, 2, 3] },
  { id: 'broken', ratings: [1, 2, 3] },
  { id: 'missing', ratings: [1, 2, 3] },
  { id: 'did_not_notice', ratings: [3] },
  { id: 'other' },
];

/** The survey of every release of a new project: a rating from 1 to 5, reasons and a comment. */
const satisfactionSurvey: SurveyDefinition = {
  kind: satisfactionKind,
  points: ratingScales[satisfactionKind].highest,
  questions: [
    { id: 'reasons', kind: 'choices', choices: reasons },
    { id: 'comment', kind: 'text' },
  ],
};

/** Adds the first version of the satisfaction survey to a new project. Returns the survey's id. */
export async function addSatisfactionSurvey({
  trx,
  projectId,
  now,
  newId,
}: Change): Promise<string> {
  const id = newId();
  await insertSurvey(trx, projectId, {
    id,
    name: 'Satisfaction',
    definition: satisfactionSurvey,
    createdAt: now.toISOString(),
  });
  return id;
}
