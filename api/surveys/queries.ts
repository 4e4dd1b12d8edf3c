import { type Survey, type SurveyDefinition, surveyDefinition } from '../../contract/surveys.ts';
import type { Db } from '../db/database.ts';

/** A release's survey, and from when on it takes answers: null once the release has gone live. */
export interface CarriedSurvey {
  survey: Survey;
  opensAt: string | null;
}

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
  const releases = await db
    .selectFrom('release')
    .select(['id', 'survey_id', 'publish_at', 'published_at'])
    .where('project_id', '=', projectId)
    .where('state', '!=', 'draft')
    .where('survey_id', 'is not', null)
    .execute();
  const carried = new Map<string, CarriedSurvey>();
  for (const { id, survey_id, publish_at, published_at } of releases) {
    const survey = editions.get(survey_id ?? '');
    if (survey) carried.set(id, { survey, opensAt: published_at ? null : publish_at });
  }
  return carried;
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
