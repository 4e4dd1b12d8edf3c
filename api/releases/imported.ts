import type { Note } from '../../contract/releases.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { upsertNotes, withPositions } from '../notes/note-queries.ts';
import {
  draftRow,
  insertReleases,
  isVersionConflict,
  listVersionNames,
  type NewRelease,
} from './queries.ts';

/** One version of a changelog, with its notes rendered to HTML. */
export interface ImportedRelease {
  version: string;
  title: string;
  /** `YYYY-MM-DD`. */
  displayDate: string | null;
  yanked: boolean;
  /** The position in the file, from 1; changelogs list the newest version first. */
  position: number;
  /** `draft` for an unreleased version, which becomes a release like any other. */
  state: 'live' | 'draft';
  notes: Omit<Note, 'id'>[];
}

/** Returns the versions that a project has, in any state. An import does not change them. */
export async function listReleaseVersions(db: Db, projectId: string): Promise<Set<string>> {
  return new Set(await listVersionNames(db, projectId));
}

/**
 * Creates releases from a changelog's versions and returns the id of each by version. Live releases
 * are history: silent, never asked about, and published now. `surveyId` is the survey that visitors
 * are asked once the drafts are published. The caller leaves out versions that the project has, and
 * records one audit entry in the same change. Throws `version_taken` if one of them was created in
 * the meantime.
 */
export async function createImportedReleases(
  change: Change,
  { releases, surveyId }: { releases: readonly ImportedRelease[]; surveyId?: string | undefined },
): Promise<Map<string, string>> {
  const { trx, projectId, now, newId } = change;
  const ids = new Map(releases.map(({ version }) => [version, newId()]));
  const idOf = (release: ImportedRelease) => ids.get(release.version) ?? '';
  const rows = releases.map((release) => ({
    ...draftRow(projectId, idOf(release), now),
    ...(release.state === 'live' ? liveColumns(now) : draftColumns(surveyId)),
    ...contentColumns(release),
  }));
  const notes = releases.flatMap((release) => {
    const notesWithIds = release.notes.map((note) => ({ id: newId(), ...note }));
    return withPositions(idOf(release), notesWithIds);
  });
  await insertReleases(trx, rows).catch((error: unknown) => {
    throw isVersionConflict(error) ? versionTakenError(error) : error;
  });
  await upsertNotes(trx, projectId, notes);
  if (releases.some(({ state }) => state === 'live')) change.raiseRevision();
  return ids;
}

function versionTakenError(cause: unknown): AppError {
  const message = 'Someone has just created one of these versions. Import the file again.';
  return new AppError('version_taken', message, { cause });
}

function liveColumns(now: Date) {
  const stateColumns = { state: 'live', imported: 1, silent: 1, survey_id: null } as const;
  return { ...stateColumns, published_at: now.toISOString() };
}

function draftColumns(surveyId: string | undefined) {
  const stateColumns = { state: 'draft', imported: 0, silent: 0, published_at: null } as const;
  return { ...stateColumns, survey_id: surveyId ?? null };
}

function contentColumns({ version, title, displayDate, yanked, position }: ImportedRelease) {
  const content = { version, title, display_date: displayDate, position };
  const flags = { yanked: yanked ? 1 : 0, pinned: 0, major: 0 } as const;
  return { ...content, ...flags } satisfies Partial<NewRelease>;
}
