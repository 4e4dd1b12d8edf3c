import type { Db } from '../db/database.ts';
import { type CarriedSurvey, findNewestSurvey, listCarriedSurveys } from './queries.ts';

export type { CarriedSurvey };

/** The survey that a release written now will carry, or undefined where the project has none. */
export async function surveyForRelease(db: Db, projectId: string): Promise<string | undefined> {
  return findNewestSurvey(db, projectId, 'csat');
}

/**
 * What can be asked in a project: by release id, the newest edition of the survey that the release
 * carries. Has every release that ever went live with one, also those rolled back since: an answer
 * given before the roll-back may arrive after it.
 */
export async function surveysByRelease(
  db: Db,
  projectId: string,
): Promise<Map<string, CarriedSurvey>> {
  return listCarriedSurveys(db, projectId);
}
