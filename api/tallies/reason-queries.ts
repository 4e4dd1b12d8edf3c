import { sql } from 'kysely';
import type { IdentityLevel } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';

/** How often a choice of a question was made with a rating. */
export interface ReasonCount {
  question: string;
  choice: string;
  rating: number;
  count: number;
}

/** The prefix of the dimension of a question. */
const answerPrefix = 'answer:';
const countOf = sql<number>`sum(count)`;

/** Counts the choices in answers that count: to one survey version, at these identity levels. */
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
