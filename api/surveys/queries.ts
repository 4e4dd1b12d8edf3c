import { expressionBuilder, type SelectQueryBuilder } from 'kysely';
import { type Survey, type SurveyDefinition, surveyDefinition } from '../../contract/surveys.ts';
import type { Db } from '../db/database.ts';
import type { GivenJoin } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';
import { releaseById } from '../releases/queries.ts';
import { listSurveyCarriers } from '../releases/state-queries.ts';

/** A release's survey, and from when on it takes answers: null once the release has gone live. */
export interface CarriedSurvey {
  survey: Survey;
  opensAt: string | null;
}

/** The surveys of a given project, as `s`: a part of a statement over given rows. */
export const surveysOfGiven: GivenJoin = {
  table: 'survey as s',
  condition: 's.project_id = given.project_id',
};

interface NewSurvey {
  id: string;
  name: string;
  definition: SurveyDefinition;
  createdAt: string;
}

/** A survey and its first edition. */
export async function insertSurvey(db: Db, projectId: string, survey: NewSurvey): Promise<void> {
  const { id, name, definition, createdAt } = survey;
  await db
    .insertInto('survey')
    .values({ project_id: projectId, id, name, kind: definition.kind, created_at: createdAt })
    .execute();
  await db
    .insertInto('survey_version')
    .values({
      project_id: projectId,
      survey_id: id,
      n: 1,
      definition: JSON.stringify(definition),
      created_at: createdAt,
    })
    .execute();
}

export async function findNewestSurvey(
  db: Db,
  projectId: string,
  kind: SurveyDefinition['kind'],
): Promise<string | undefined> {
  const row = await db
    .selectFrom('survey')
    .select('id')
    .where('project_id', '=', projectId)
    .where('kind', '=', kind)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  return row?.id;
}

export async function listCarriedSurveys(
  db: Db,
  projectId: string,
): Promise<Map<string, CarriedSurvey>> {
  const editions = await listNewestEditions(db, projectId);
  const carried = new Map<string, CarriedSurvey>();
  for (const { id, surveyId, opensAt } of await listSurveyCarriers(db, projectId)) {
    const survey = editions.get(surveyId ?? '');
    if (survey) carried.set(id, { survey, opensAt });
  }
  return carried;
}

/** The newest edition of a release's survey; undefined if the release carries none: imported ones do not. */
export async function findCarriedSurvey(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<Survey | undefined> {
  const row = await releaseById(db, projectId, releaseId)
    .innerJoin('survey_version', (join) =>
      join
        .onRef('survey_version.project_id', '=', 'release.project_id')
        .onRef('survey_version.survey_id', '=', 'release.survey_id'),
    )
    .select(['survey_version.survey_id', 'survey_version.n', 'definition'])
    .orderBy('survey_version.n', 'desc')
    .executeTakeFirst();
  return row && toSurvey(row);
}

/** Adds the versions of the survey that each release carries to a query, in this order of joins. */
export function joinVersions(releases: SelectQueryBuilder<Schema, 'release', object>) {
  return releases
    .crossJoin('survey_version')
    .whereRef('survey_version.project_id', '=', 'release.project_id')
    .whereRef('survey_version.survey_id', '=', 'release.survey_id');
}

/** A subquery for the number of the newest version of the survey that the query around it is about. */
export function newestVersion() {
  return expressionBuilder<Schema, 'survey_version'>()
    .selectFrom('survey_version as other')
    .select((eb) => eb.fn.max('other.n').as('n'))
    .whereRef('other.project_id', '=', 'survey_version.project_id')
    .whereRef('other.survey_id', '=', 'survey_version.survey_id');
}

async function listNewestEditions(db: Db, projectId: string): Promise<Map<string, Survey>> {
  const rows = await db
    .selectFrom('survey_version')
    .select(['survey_id', 'n', 'definition'])
    .where('project_id', '=', projectId)
    .orderBy('n')
    .execute();
  return new Map(rows.map((row) => [row.survey_id, toSurvey(row)]));
}

function toSurvey(row: { survey_id: string; n: number; definition: string }): Survey {
  const definition = surveyDefinition.parse(JSON.parse(row.definition));
  return { id: row.survey_id, version: row.n, ...definition };
}
