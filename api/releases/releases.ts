import type { Note, Release, ReleaseCreate, ReleaseEdit } from '../../contract/releases.ts';
import { mayEdit, type Role } from '../../contract/vocabulary.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError, invalidField, notFound } from '../errors.ts';
import { deleteNotes, listNotes, upsertNotes, withPositions } from '../notes/note-queries.ts';
import {
  deleteUnchangedRelease,
  draftRow,
  findRelease,
  insertRelease,
  insertReleaseRevision,
  isVersionConflict,
  lockRelease,
  type ReleaseRecord,
  toFlag,
  updateReleaseContent,
} from './queries.ts';
import {
  diffContent,
  editNotes,
  type ReleaseContent,
  releaseContentOf,
  withInstants,
} from './release-content.ts';
import { isActiveState, isDraftOrScheduled, isLiveOrHeld } from './release-state.ts';

/** The release to change, and the revision that the author has read. */
interface ReleaseTarget {
  releaseId: string;
  expected: number | '*';
}

/** Returns a release with its notes. Throws `not_found`. */
export async function getRelease(db: Db, projectId: string, id: string): Promise<Release> {
  const record = await requireRelease(db, projectId, id);
  return { ...record, notes: await listNotes(db, projectId, id) };
}

/** Returns a release without its notes. Throws `not_found`. */
export async function requireRelease(
  db: Db,
  projectId: string,
  id: string,
): Promise<ReleaseRecord> {
  const record = await findRelease(db, projectId, id);
  if (!record) throw notFound('release');
  return record;
}

/**
 * Creates a draft. `rendered` is the HTML of each note, in order; `surveyId` is the survey that
 * visitors will be asked. Throws `version_taken`, and `invalid_body` for a note with an id.
 */
export async function createRelease(
  { trx, projectId, now, newId, record }: Change,
  draft: { input: ReleaseCreate; rendered: readonly string[]; surveyId?: string | undefined },
): Promise<Release> {
  const input = withInstants(draft.input);
  const notes = editNotes(input.notes, draft.rendered, [], newId);
  const created = await insertRelease(trx, {
    ...draftRow(projectId, newId(), now),
    version: input.version,
    title: input.title,
    display_date: input.displayDate,
    expires_at: input.expiresAt,
    pinned: toFlag(input.pinned),
    major: toFlag(input.major),
    silent: toFlag(input.silent),
    survey_id: draft.surveyId ?? null,
  });
  if (!created) throw versionTakenError(input.version);
  await upsertNotes(trx, projectId, withPositions(created.id, notes));
  record('release.create', `release:${created.id}`, { after: releaseContentOf(created, notes) });
  return { ...created, notes };
}

/**
 * Changes the given fields and stores their previous content as a revision. `rendered` is the HTML
 * of each note of the edit, in order. Never moves `publishedAt`. Throws `not_found`,
 * `precondition_failed`, `forbidden` if only publishers may edit the release, `version_taken`, and
 * `invalid_body` for an unknown note id.
 */
export async function editRelease(
  change: Change,
  { releaseId, expected, edit, rendered }: ReleaseTarget & RenderedEdit,
): Promise<Release> {
  const { trx, projectId, now } = change;
  const locked = await lockRelease(trx, { projectId, releaseId, expected }, now.toISOString());
  if (!locked) throw await conflictError(trx, projectId, releaseId);
  requireRole(change.role, locked);
  const known = await listNotes(trx, projectId, releaseId);
  const notes = edit.notes && editNotes(edit.notes, rendered, known, change.newId);
  await saveContent(trx, projectId, releaseId, edit);
  if (notes) await replaceNotes(trx, { projectId, releaseId, known, notes });
  const edited = await getRelease(trx, projectId, releaseId);
  const before = releaseContentOf(locked, known);
  await saveRevision(change, releaseId, { n: locked.revision - 1, before });
  const difference = diffContent(before, releaseContentOf(edited, edited.notes));
  change.record('release.edit', `release:${releaseId}`, difference);
  if (isLiveOrHeld(locked, now)) change.raiseRevision();
  else if (isActiveState(locked.state)) change.raisePrivateRevision();
  return edited;
}

interface RenderedEdit {
  edit: ReleaseEdit;
  rendered: readonly string[];
}

/**
 * Deletes a release that no visitor can have seen. Throws `wrong_state` for any other release,
 * `not_found`, `precondition_failed`, and `forbidden` if only publishers may delete it.
 */
export async function deleteRelease(
  change: Change,
  { releaseId, expected }: ReleaseTarget,
): Promise<void> {
  const { trx, projectId, now, role } = change;
  const release = await getRelease(trx, projectId, releaseId);
  if (expected !== '*' && expected !== release.revision) throw changedReleaseError();
  if (!isDraftOrScheduled(release, now)) throw notDeletableError(release);
  requireRole(role, release);
  if (!(await deleteUnchangedRelease(trx, projectId, release))) throw changedReleaseError();
  const before = { state: release.state, ...releaseContentOf(release, release.notes) };
  change.record('release.delete', `release:${releaseId}`, { before });
  if (isActiveState(release.state)) change.raisePrivateRevision();
}

async function saveContent(trx: Db, projectId: string, id: string, edit: ReleaseEdit) {
  try {
    await updateReleaseContent(trx, projectId, id, withInstants(edit));
  } catch (error) {
    throw isVersionConflict(error) ? versionTakenError(edit.version ?? '') : error;
  }
}

async function replaceNotes(
  trx: Db,
  update: { projectId: string; releaseId: string; known: Note[]; notes: Note[] },
): Promise<void> {
  const { projectId, releaseId, known, notes } = update;
  const keptIds = new Set(notes.map((note) => note.id));
  const removedIds = known.map((note) => note.id).filter((id) => !keptIds.has(id));
  await deleteNotes(trx, projectId, releaseId, removedIds);
  await upsertNotes(trx, projectId, withPositions(releaseId, notes));
}

async function saveRevision(
  { trx, projectId, actor, now }: Change,
  releaseId: string,
  edition: { n: number; before: ReleaseContent },
): Promise<void> {
  await insertReleaseRevision(trx, { projectId, releaseId, actor, ...edition }, now.toISOString());
}

function requireRole(role: Role, release: ReleaseRecord): void {
  if (mayEdit(role, release.state)) return;
  throw new AppError(
    'forbidden',
    'Editors can change drafts only. Ask a publisher to change this release.',
  );
}

/** Returns the error for a change that matched no row: the release is gone or has changed. */
async function conflictError(trx: Db, projectId: string, id: string): Promise<AppError> {
  const release = await findRelease(trx, projectId, id);
  return release ? changedReleaseError() : notFound('release');
}

/** Returns the error for a caller who has read an older revision. */
export function changedReleaseError(): AppError {
  const message = 'Someone else has changed this release. Reload and try again.';
  return new AppError('precondition_failed', message);
}

function notDeletableError({ state }: ReleaseRecord): AppError {
  const rolledBackMessage =
    'This release was live, so its record is kept. It is already gone from every feed.';
  const publishedMessage =
    'A release that has been live is kept. Roll it back instead: POST …/roll-back with a reason.';
  return new AppError(
    'wrong_state',
    state === 'rolled_back' ? rolledBackMessage : publishedMessage,
  );
}

function versionTakenError(version: string): AppError {
  return invalidField(
    'version_taken',
    '/version',
    `Release ${version} already exists in this project. Choose another version.`,
  );
}
