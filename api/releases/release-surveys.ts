import type { Logger } from 'pino';
import type { Survey } from '../../contract/surveys.ts';
import type { Db } from '../db/database.ts';
import { listSurveyVersions, versionKey } from '../surveys/queries.ts';
import { listReleaseSurveys, type ReleaseSurvey } from './state-queries.ts';

/** The log that reports surveys that are left out. */
export type Log = Pick<Logger, 'warn'>;

/** The survey versions that each log has reported. Surveys are read again after every change. */
const loggedVersions = new WeakMap<Log, Set<string>>();

/**
 * Returns the surveys of a project by release id, each in the version that was fixed when the
 * release went live. Includes every release that was published with a survey, even if it was rolled
 * back since: an answer given before the roll-back may arrive after it. A survey that this process
 * cannot read is left out and logged once, so that it does not affect other releases.
 */
export async function surveysByRelease(
  db: Db,
  projectId: string,
  log?: Log,
): Promise<Map<string, Survey>> {
  const versions = await listSurveyVersions(db, projectId);
  const surveys = new Map<string, Survey>();
  for (const releaseSurvey of await listReleaseSurveys(db, projectId)) {
    const stored = versions.get(versionKey(releaseSurvey.surveyId, releaseSurvey.surveyVersion));
    if (!stored) continue;
    if ('survey' in stored) surveys.set(releaseSurvey.id, stored.survey);
    else if (log) logOnce(log, projectId, releaseSurvey, stored.unreadable);
  }
  return surveys;
}

function logOnce(log: Log, project: string, releaseSurvey: ReleaseSurvey, reason: string): void {
  const { surveyId: survey, surveyVersion: version } = releaseSurvey;
  const known = loggedVersions.get(log) ?? new Set();
  loggedVersions.set(log, known);
  const key = `${project} ${versionKey(survey, version)}`;
  if (known.has(key)) return;
  known.add(key);
  log.warn(
    { project, survey, version, reason },
    'a survey is left out: this version of Tidings cannot read its definition',
  );
}
