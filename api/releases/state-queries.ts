import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { groupNotes, notesIn, type VisibleNote } from '../notes/note-queries.ts';
import { releaseSurveyVersion, versionAt } from '../surveys/queries.ts';
import { type ReleaseRecord, toReleaseRecord } from './queries.ts';

/** A release that visitors see, or will see when its time comes. */
export interface ActiveRelease extends ReleaseRecord {
  /** The position in the imported file; 0 for other releases. */
  position: number;
  surveyId: string | null;
}

/** The fields that a change of state writes. */
export interface ReleaseStateUpdate {
  state: ReleaseRecord['state'];
  publishAt?: string | null;
  publishedAt?: string;
  /** Ignored if the release already has a display date. */
  displayDate?: string;
  rolledBackAt?: string;
  rollBackReason?: string;
}

/** Returns a project's active releases, in no particular order. */
export async function listActiveReleases(db: Db, projectId: string): Promise<ActiveRelease[]> {
  const rows = await db
    .selectFrom('release')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('state', 'in', ['scheduled', 'live', 'held'])
    .execute();
  return rows.map((row) => ({
    ...toReleaseRecord(row),
    position: row.position,
    surveyId: row.survey_id,
  }));
}

/** Returns the notes of a project's active releases by id, in the order of each release. */
export async function listActiveNotes(
  db: Db,
  projectId: string,
): Promise<Map<string, VisibleNote[]>> {
  const rows = await notesIn(db, projectId)
    .innerJoin('release', (join) =>
      join
        .onRef('release.project_id', '=', 'note.project_id')
        .onRef('release.id', '=', 'note.release_id'),
    )
    .where('release.state', 'in', ['scheduled', 'live', 'held'])
    .orderBy('note.position')
    .execute();
  return groupNotes(rows);
}

/** Returns the planned time of each release that is not a draft, by id; null once it is stamped. */
export async function listPublishTimes(
  db: Db,
  projectId: string,
): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom('release')
    .select(['id', 'publish_at', 'published_at'])
    .where('project_id', '=', projectId)
    .where('state', '!=', 'draft')
    .execute();
  return new Map(rows.map((row) => [row.id, row.published_at ? null : row.publish_at]));
}

/** A release that has a survey, with the version that visitors are asked. */
export interface ReleaseSurvey {
  id: string;
  surveyId: string;
  surveyVersion: number;
}

/** Returns the releases of a project that have a survey and are not drafts. */
export async function listReleaseSurveys(db: Db, projectId: string): Promise<ReleaseSurvey[]> {
  const rows = await releasesWithSurvey(db, projectId).where('state', '!=', 'draft').execute();
  return rows.flatMap(toReleaseSurvey);
}

/** Returns undefined if the release has no survey: imported history has none. */
export async function findReleaseSurvey(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<ReleaseSurvey | undefined> {
  const rows = await releasesWithSurvey(db, projectId).where('id', '=', releaseId).execute();
  return rows.flatMap(toReleaseSurvey)[0];
}

function releasesWithSurvey(db: Db, projectId: string) {
  return db
    .selectFrom('release')
    .select(['id', 'survey_id', releaseSurveyVersion.as('version')])
    .where('project_id', '=', projectId)
    .where('survey_id', 'is not', null);
}

function toReleaseSurvey(row: {
  id: string;
  survey_id: string | null;
  version: number | null;
}): ReleaseSurvey[] {
  const { id, survey_id: surveyId, version: surveyVersion } = row;
  return surveyId !== null && surveyVersion !== null ? [{ id, surveyId, surveyVersion }] : [];
}

/** Returns scheduled releases whose time has come, earliest first: of one project, or of all. */
export async function listDueReleases(
  db: Db,
  now: string,
  projectId?: string,
): Promise<{ projectId: string; releaseId: string }[]> {
  return db
    .selectFrom('release')
    .select(['project_id as projectId', 'id as releaseId'])
    .where('state', '=', 'scheduled')
    .where('publish_at', '<=', now)
    .$if(projectId !== undefined, (query) => query.where('project_id', '=', projectId ?? ''))
    .orderBy('publish_at')
    .execute();
}

/** Returns when the next scheduled release of any project is due; null if none is scheduled. */
export async function findNextDue(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('release')
    .select((eb) => eb.fn.min('publish_at').as('at'))
    .where('state', '=', 'scheduled')
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Changes the state if the release still has the state and planned time of `before`, and the
 * expected revision: a decision made from them is then still valid. A release that goes live keeps
 * the version of its survey from then on. Returns undefined if another change was first.
 */
export async function updateReleaseState(
  trx: Db,
  projectId: string,
  { before, expected }: { before: ReleaseRecord; expected: number | '*' },
  { state, publishAt, publishedAt, displayDate, rolledBackAt, rollBackReason }: ReleaseStateUpdate,
  now: string,
): Promise<ReleaseRecord | undefined> {
  const row = await trx
    .updateTable('release')
    .set((eb) => ({
      state,
      ...(publishAt !== undefined && { publish_at: publishAt }),
      ...(publishedAt && {
        published_at: publishedAt,
        survey_version: versionAt(sql`cast(${publishedAt} as text)`),
      }),
      ...(displayDate && { display_date: eb.fn.coalesce('display_date', eb.val(displayDate)) }),
      ...(rolledBackAt && { rolled_back_at: rolledBackAt }),
      ...(rollBackReason && { roll_back_reason: rollBackReason }),
      revision: sql<number>`revision + 1`,
      updated_at: now,
    }))
    .where('project_id', '=', projectId)
    .where('id', '=', before.id)
    .where('state', '=', before.state)
    .where('publish_at', 'is not distinct from', before.publishAt)
    .$if(expected !== '*', (query) => query.where('revision', '=', Number(expected)))
    .returningAll()
    .executeTakeFirst();
  return row && toReleaseRecord(row);
}
