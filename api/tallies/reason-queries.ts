import { sql } from 'kysely';
import type { IdentityLevel } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';

/** Why ratings were given: how often each choice of each question stands beside each rating. */
export interface ReasonCount {
  question: string;
  choice: string;
  rating: number;
  count: number;
}

/** How the dimension of a question begins. */
const answerPrefix = 'answer:';
const countOf = sql<number>`sum(count)`;

/** Of the answers to one edition that count, by visitors of these standings. */
export async function listReasonCounts(
  db: Db,
  projectId: string,
  releaseId: string,
  survey: { id: string; version: number; questions: readonly string[] },
  identityLevels: readonly IdentityLevel[],
): Promise<ReasonCount[]> {
  if (survey.questions.length === 0) return [];
  const rows = await db
    .selectFrom('tally_total')
    .select(['dimension', 'value as choice', 'rating', countOf.as('count')])
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .where('survey_id', '=', survey.id)
    .where('survey_version', '=', survey.version)
    .where(
      'dimension',
      'in',
      survey.questions.map((question) => answerPrefix + question),
    )
    .where('standing', 'in', identityLevels)
    .where('in_window', '=', 1)
    .groupBy(['dimension', 'value', 'rating'])
    .having(countOf, '>', 0)
    .execute();
  return rows.map(({ dimension, ...row }) => ({
    ...row,
    question: dimension.slice(answerPrefix.length),
  }));
}
