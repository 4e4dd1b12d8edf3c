import type { SurveyDefinition } from '../../contract/surveys.ts';
import type { Db } from '../db/database.ts';
import { insertSurvey } from './queries.ts';

/** Why a release was liked or not: offered beside the ratings named. Ids are final; words are not. */
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

/** The satisfaction survey that every release of a new project carries: five points and why. */
const satisfactionSurvey: SurveyDefinition = {
  kind: 'csat',
  points: 5,
  questions: [
    { id: 'reasons', kind: 'choices', choices: reasons },
    { id: 'comment', kind: 'text' },
  ],
};

/** Gives a new project its satisfaction survey, first edition, in the project's own transaction. */
export async function addSatisfactionSurvey(
  trx: Db,
  { projectId, id, now }: { projectId: string; id: string; now: Date },
): Promise<void> {
  await insertSurvey(trx, projectId, {
    id,
    name: 'Satisfaction',
    definition: satisfactionSurvey,
    createdAt: now.toISOString(),
  });
}
