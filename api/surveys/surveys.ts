import { satisfactionKind } from '../../contract/survey-kinds.ts';
import type { Db } from '../db/database.ts';
import { findNewestSurvey } from './queries.ts';

/** The survey that a release written now will carry, or undefined where the project has none. */
export async function surveyForRelease(db: Db, projectId: string): Promise<string | undefined> {
  return findNewestSurvey(db, projectId, satisfactionKind);
}
