import { satisfactionKind } from '../../contract/survey-kinds.ts';
import type { Db } from '../db/database.ts';
import { findNewestSurvey } from './queries.ts';

/** Returns the id of the survey that a new release will carry; undefined if there is none. */
export async function surveyForRelease(db: Db, projectId: string): Promise<string | undefined> {
  return findNewestSurvey(db, projectId, satisfactionKind);
}
