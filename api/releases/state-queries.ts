import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { groupNotes, notesIn, type VisibleNote } from '../notes/note-queries.ts';
import { releaseSurveyVersion, versionAt } from '../surveys/queries.ts';
import { type ReleaseRecord, toReleaseRecord } from './queries.ts';

/** A release that visitors see, or will when its time comes. */
export interface ActiveRelease extends ReleaseRecord {
  /** The place in the imported file, 0 otherwise. */
  position: number;
  surveyId: string | null;
}

/** What a change of state writes besides the state. */
export interface ReleaseStateUpdate {
  state: ReleaseRecord['state'];
  publishAt?: string | null;
  publishedAt?: string;
  /** Kept where the release has one already. */
  displayDate?: string;
  rolledBackAt?: string;
  rollBackReason?: string;
}

/** All that a project shows or will show when its time comes, in no order. */
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

/** By release, the notes of all that a project shows or will show, in the order of each release. */
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

/** When each release that was ever published can be seen: null once it was live. */
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

/** A release with a survey, and the version that visitors are asked. */
export interface ReleaseSurvey {
  id: string;
  surveyId: string;
  surveyVersion: number;
}

/** All releases of a project that were ever published and have a survey. */
export async function listReleaseSurveys(db: Db, projectId: string): Promise<ReleaseSurvey[]> {
  const rows = await releasesWithSurvey(db, projectId).where('state', '!=', 'draft').execute();
  return rows.flatMap(toReleaseSurvey);
}

/** Undefined if the release has no survey: imported ones have none. */
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

/** Scheduled releases whose time has come: of one project, or of all. */
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

/** When the next scheduled release of any project is due. */
export async function findNextDue(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('release')
    .select((eb) => eb.fn.min('publish_at').as('at'))
    .where('state', '=', 'scheduled')
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Changes the state, on condition that the release stands where `before` says, and is the revision that
 * is expected: whatever was decided from that still holds. A release that goes live keeps the version of
 * its survey from then on. Returns undefined if another change was first.
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
