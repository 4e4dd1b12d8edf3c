import type { Note, Release, ReleaseCreate, ReleaseEdit } from '../../contract/releases.ts';
import { mayEdit, type Role } from '../../contract/vocabulary.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError, notFound, refuse } from '../errors.ts';
import { deleteNotes, listNotes, placed, putNotes } from '../notes/note-queries.ts';
import {
  deleteReleaseAsRead,
  draftRow,
  findRelease,
  insertRelease,
  insertReleaseRevision,
  isVersionConflict,
  type ReleaseFacts,
  takeRelease,
  toFlag,
  updateWording,
} from './queries.ts';
import { isCompiled, isOut, isYetToCome } from './release-state.ts';
import { differenceOf, editNotes, type Wording, withInstants, wordingOf } from './wording.ts';

/** Which release is written, and which revision of it the author has read. */
interface Write {
  releaseId: string;
  expected: number | '*';
}

/** A release with its notes. Throws `not_found`. */
export async function getRelease(db: Db, projectId: string, id: string): Promise<Release> {
  const facts = await requireRelease(db, projectId, id);
  return { ...facts, notes: await listNotes(db, projectId, id) };
}

/** A release without them, for those who only need it to be there. Throws `not_found`. */
export async function requireRelease(db: Db, projectId: string, id: string): Promise<ReleaseFacts> {
  const facts = await findRelease(db, projectId, id);
  if (!facts) throw notFound('release');
  return facts;
}

/**
 * Makes a draft. `rendered` is the HTML of each note, in their order; `surveyId` the survey that
 * visitors will be asked. Throws `version_taken`, and `invalid_body` for a note with an id.
 */
export async function createRelease(
  { trx, projectId, now, newId, record }: Change,
  draft: { input: ReleaseCreate; rendered: readonly string[]; surveyId?: string | undefined },
): Promise<Release> {
  const input = withInstants(draft.input);
  const notes = editNotes(input.notes, draft.rendered, [], newId);
  const facts = await insertRelease(trx, {
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
  if (!facts) throw versionTaken(input.version);
  await putNotes(trx, projectId, placed(facts.id, notes));
  record('release.create', `release:${facts.id}`, { after: wordingOf(facts, notes) });
  return { ...facts, notes };
}

/**
 * Changes the wording given and keeps what it said before. `rendered` is the HTML of each note of the
 * edit, in their order. Never moves `publishedAt`. Throws `not_found`, `precondition_failed`,
 * `forbidden` where it takes a publisher, `version_taken`, and `invalid_body` for a strange note id.
 */
export async function editRelease(
  change: Change,
  { releaseId, expected, edit, rendered }: Write & EditWithNotes,
): Promise<Release> {
  const { trx, projectId, now } = change;
  const taken = await takeRelease(trx, { projectId, releaseId, expected }, now.toISOString());
  if (!taken) throw await missed(trx, projectId, releaseId);
  requireRole(change.role, taken);
  const known = await listNotes(trx, projectId, releaseId);
  const notes = edit.notes && editNotes(edit.notes, rendered, known, change.newId);
  await changeWording(trx, projectId, releaseId, edit);
  if (notes) await replaceNotes(trx, { projectId, releaseId, known, notes });
  const edited = await getRelease(trx, projectId, releaseId);
  const before = wordingOf(taken, known);
  await keep(change, releaseId, { n: taken.revision - 1, before });
  const difference = differenceOf(before, wordingOf(edited, edited.notes));
  change.record('release.edit', `release:${releaseId}`, difference);
  if (isOut(taken, now)) change.raiseRevision();
  else if (isCompiled(taken.state)) change.raisePrivateRevision();
  return edited;
}

interface EditWithNotes {
  edit: ReleaseEdit;
  rendered: readonly string[];
}

/**
 * Deletes what no visitor can have seen. Throws `wrong_state` for anything else, `not_found`,
 * `precondition_failed`, and `forbidden` where it takes a publisher.
 */
export async function deleteRelease(change: Change, { releaseId, expected }: Write): Promise<void> {
  const { trx, projectId, now, role } = change;
  const release = await getRelease(trx, projectId, releaseId);
  if (expected !== '*' && expected !== release.revision) throw changedMeanwhile();
  if (!isYetToCome(release, now)) throw notDeletable(release);
  requireRole(role, release);
  if (!(await deleteReleaseAsRead(trx, projectId, release))) throw changedMeanwhile();
  const before = { state: release.state, ...wordingOf(release, release.notes) };
  change.record('release.delete', `release:${releaseId}`, { before });
  if (isCompiled(release.state)) change.raisePrivateRevision();
}

async function changeWording(trx: Db, projectId: string, id: string, edit: ReleaseEdit) {
  try {
    await updateWording(trx, projectId, id, withInstants(edit));
  } catch (error) {
    throw isVersionConflict(error) ? versionTaken(edit.version ?? '') : error;
  }
}

async function replaceNotes(
  trx: Db,
  change: { projectId: string; releaseId: string; known: Note[]; notes: Note[] },
): Promise<void> {
  const { projectId, releaseId, known, notes } = change;
  const kept = new Set(notes.map((note) => note.id));
  const gone = known.map((note) => note.id).filter((id) => !kept.has(id));
  await deleteNotes(trx, projectId, releaseId, gone);
  await putNotes(trx, projectId, placed(releaseId, notes));
}

async function keep(
  { trx, projectId, actor, now }: Change,
  releaseId: string,
  edition: { n: number; before: Wording },
): Promise<void> {
  await insertReleaseRevision(trx, { projectId, releaseId, actor, ...edition }, now.toISOString());
}

function requireRole(role: Role, release: ReleaseFacts): void {
  if (mayEdit(role, release.state)) return;
  throw new AppError(
    'forbidden',
    'Changing a release that is no draft any more takes a publisher.',
  );
}

/** Why a conditional change found nothing: the release is gone, or no longer as it was read. */
async function missed(trx: Db, projectId: string, id: string): Promise<AppError> {
  const there = await findRelease(trx, projectId, id);
  return there ? changedMeanwhile() : notFound('release');
}

/** The refusal of whoever has read another revision than there is by now. */
export function changedMeanwhile(): AppError {
  const sentence = 'Someone else has changed this release. Read it anew.';
  return new AppError('precondition_failed', sentence);
}

function notDeletable({ state }: ReleaseFacts): AppError {
  const gone = 'It was live, so its record is kept; it is already gone from every feed.';
  const out = 'What has been live is kept. Roll it back instead: POST …/roll-back with a reason.';
  return new AppError('wrong_state', state === 'rolled_back' ? gone : out);
}

function versionTaken(version: string): AppError {
  return refuse(
    'version_taken',
    '/version',
    `There is a release ${version} in this project already.`,
  );
}
