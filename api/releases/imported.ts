import type { Note } from '../../contract/releases.ts';
import type { Db, Dialect } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { placed, putNotes } from '../notes/note-queries.ts';
import { raiseRevision } from '../projects/projects.ts';
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
export async function listVersions(db: Db, projectId: string): Promise<Set<string>> {
  return new Set(await listVersionNames(db, projectId));
}

/**
 * Makes releases of a changelog's versions and gives the id of each by version. What is live is
 * history: silent, never asked about, published now. The caller has left out the versions that the
 * project has, and writes the one audit entry in the same transaction. Throws `version_taken` where
 * somebody made one of them meanwhile.
 */
export async function createImportedReleases(
  trx: Db,
  { projectId, releases, surveyId }: ImportedReleases,
  { randomId, dialect }: { randomId: () => string; dialect: Dialect },
  now: Date,
): Promise<Map<string, string>> {
  const ids = new Map(releases.map(({ version }) => [version, randomId()]));
  const idOf = (release: ImportedRelease) => ids.get(release.version) ?? '';
  const rows = releases.map((release) => ({
    ...draftRow(projectId, idOf(release), now),
    ...(release.state === 'live' ? asHistory(now) : asDraft(surveyId)),
    ...worded(release),
  }));
  const notes = releases.flatMap((release) => {
    const named = release.notes.map((note) => ({ id: randomId(), ...note }));
    return placed(idOf(release), named);
  });
  await insertReleases(trx, rows).catch((error: unknown) => {
    throw isVersionConflict(error) ? overtaken(error) : error;
  });
  await putNotes(trx, projectId, notes);
  if (releases.some(({ state }) => state === 'live')) await raiseRevision(trx, dialect, projectId);
  return ids;
}

function overtaken(cause: unknown): AppError {
  const sentence = 'Somebody has just made one of these versions. Import the file once more.';
  return new AppError('version_taken', sentence, { cause });
}

interface ImportedReleases {
  projectId: string;
  releases: readonly ImportedRelease[];
  /** What visitors will be asked about the drafts, once these are published. */
  surveyId?: string | undefined;
}

function asHistory(now: Date) {
  const life = { state: 'live', imported: 1, silent: 1, survey_id: null } as const;
  return { ...life, published_at: now.toISOString() };
}

function asDraft(surveyId: string | undefined) {
  const life = { state: 'draft', imported: 0, silent: 0, published_at: null } as const;
  return { ...life, survey_id: surveyId ?? null };
}

function worded({ version, title, displayDate, yanked, position }: ImportedRelease) {
  const told = { version, title, display_date: displayDate, position };
  const flags = { yanked: yanked ? 1 : 0, pinned: 0, major: 0 } as const;
  return { ...told, ...flags } satisfies Partial<NewRelease>;
}
