import type { TestApi } from '../support/api.ts';
import { runChange } from '../support/projects.ts';

// Surveys as rows: nothing creates another kind or a second version yet.

/** A definition that this version reads: five points and one reason for each id given. */
export function csatDefinition(...reasons: string[]): string {
  const choices = reasons.map((id) => ({ id }));
  const questions = [{ id: 'reasons', kind: 'choices', choices }];
  return JSON.stringify({ kind: 'csat', points: 5, questions });
}

/** Stores a survey and its first version; returns its id. */
export async function storeSurvey(
  { deps, clock }: TestApi,
  projectId: string,
  { kind, definition }: { kind: string; definition: string },
): Promise<string> {
  const id = deps.randomId();
  const created_at = clock().toISOString();
  const { writer } = deps.database;
  const row = { project_id: projectId, id, name: kind, kind, created_at };
  await writer.insertInto('survey').values(row).execute();
  await writer
    .insertInto('survey_version')
    .values({ project_id: projectId, survey_id: id, n: 1, definition, created_at })
    .execute();
  return id;
}

/** Stores another version of a survey, created now, and lets every node notice. */
export async function storeVersion(
  api: TestApi,
  projectId: string,
  { surveyId, n, definition }: { surveyId: string; n: number; definition: string },
): Promise<void> {
  await runChange(api, projectId, async ({ trx, raiseRevision }) => {
    const created_at = api.clock().toISOString();
    await trx
      .insertInto('survey_version')
      .values({ project_id: projectId, survey_id: surveyId, n, definition, created_at })
      .execute();
    raiseRevision();
  });
}

/** Writes columns of a release past all rules, as another process would, and lets every node notice. */
export async function changeRelease(
  api: TestApi,
  { projectId, id }: { projectId: string; id: string },
  columns: { survey_id?: string; survey_version?: number | null; published_at?: string },
): Promise<void> {
  await runChange(api, projectId, async ({ trx, raiseRevision }) => {
    await trx.updateTable('release').set(columns).where('id', '=', id).execute();
    raiseRevision();
  });
}

/** The version that is stored with a release. */
export async function readSurveyVersion({ deps }: TestApi, id: string): Promise<number | null> {
  const row = await deps.database.writer
    .selectFrom('release')
    .select('survey_version')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.survey_version;
}
