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

/** One version of a changelog, its notes rendered. */
export interface ImportedRelease {
  version: string;
  title: string;
  /** `YYYY-MM-DD`. */
  displayDate: string | null;
  yanked: boolean;
  /** The place in the file, from 1, newest first. */
  position: number;
  /** `draft` for what is not released yet: from then on a release like any other. */
  state: 'live' | 'draft';
  notes: Omit<Note, 'id'>[];
}

/** The versions that a project has, in whatever state: an import keeps those as they are. */
export async function listReleaseVersions(db: Db, projectId: string): Promise<Set<string>> {
  return new Set(await listVersionNames(db, projectId));
}

/**
 * Creates releases from a changelog's versions and returns the id of each by version. What is live is
 * history: silent, never asked about, published now. `surveyId` is what visitors will be asked about
 * the drafts, once these are published. The caller has left out the versions that the project has, and
 * records the one audit entry in the same change. Throws `version_taken` if someone created one of them
 * in the meantime.
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
  const message = 'Somebody has just made one of these versions. Import the file once more.';
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
