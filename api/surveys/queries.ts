import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { SurveyKind } from '../../contract/survey-kinds.ts';
import { type Survey, type SurveyDefinition, surveyDefinition } from '../../contract/surveys.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';

/** A stored survey version, or the reason why this process cannot read its definition. */
export type StoredSurveyVersion = { survey: Survey } | { unreadable: string };

interface NewSurvey {
  id: string;
  name: string;
  definition: SurveyDefinition;
  createdAt: string;
}

/** Inserts a survey and its first version. */
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
  kind: SurveyKind,
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

/** Lists all versions of a project's surveys, by `versionKey`. */
export async function listSurveyVersions(
  db: Db,
  projectId: string,
): Promise<Map<string, StoredSurveyVersion>> {
  const rows = await db
    .selectFrom('survey_version')
    .select(['survey_id', 'n', 'definition'])
    .where('project_id', '=', projectId)
    .execute();
  return new Map(rows.map((row) => [versionKey(row.survey_id, row.n), toVersion(row)]));
}

/** Returns the key of a survey version among those of its project. */
export function versionKey(surveyId: string, version: number): string {
  return `${surveyId} ${version}`;
}

/** Finds a version and its survey's kind, which is known even if the definition is unreadable. */
export async function findSurveyVersion(
  db: Db,
  projectId: string,
  surveyId: string,
  version: number,
): Promise<{ kind: string; stored: StoredSurveyVersion } | undefined> {
  const row = await db
    .selectFrom('survey_version')
    .innerJoin('survey', (join) =>
      join
        .onRef('survey.project_id', '=', 'survey_version.project_id')
        .onRef('survey.id', '=', 'survey_version.survey_id'),
    )
    .select(['survey.kind', 'survey_version.survey_id', 'n', 'definition'])
    .where('survey_version.project_id', '=', projectId)
    .where('survey_version.survey_id', '=', surveyId)
    .where('survey_version.n', '=', version)
    .executeTakeFirst();
  return row && { kind: row.kind, stored: toVersion(row) };
}

/** Joins the survey that each release carries, and then the survey's versions, to a query. */
export function joinSurveyVersions(releases: SelectQueryBuilder<Schema, 'release', object>) {
  return releases
    .crossJoin('survey')
    .whereRef('survey.project_id', '=', 'release.project_id')
    .whereRef('survey.id', '=', 'release.survey_id')
    .crossJoin('survey_version')
    .whereRef('survey_version.project_id', '=', 'release.project_id')
    .whereRef('survey_version.survey_id', '=', 'release.survey_id');
}

/**
 * SQL for the number of the newest version that existed at an instant, for the survey of the
 * enclosing `release`: the oldest if there was none yet, the newest of all if the instant is null.
 */
export function versionAt(at: RawBuilder<string | null>): RawBuilder<number | null> {
  const versions = sql`survey_version as edition
    where edition.project_id = release.project_id and edition.survey_id = release.survey_id`;
  return sql<number | null>`coalesce(
    (select max(edition.n) from ${versions} and (${at} is null or edition.created_at <= ${at})),
    (select min(edition.n) from ${versions}))`;
}

/**
 * SQL for the version that a release asks: the one fixed when it went live. Before that, and if a
 * process of an older version published it, the newest at its publication; for a draft, the newest.
 */
export const releaseSurveyVersion = sql<
  number | null
>`coalesce(release.survey_version, ${versionAt(sql`coalesce(release.published_at, release.publish_at)`)})`;

function toVersion(row: { survey_id: string; n: number; definition: string }): StoredSurveyVersion {
  const { data, error } = surveyDefinition.safeParse(tryParseJson(row.definition));
  if (data) return { survey: { id: row.survey_id, version: row.n, ...data } };
  const reasons = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { unreadable: reasons.join(' ') };
}

/** Returns undefined if the text is not JSON. */
function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
