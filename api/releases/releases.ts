import type { Note, Release, ReleaseCreate, ReleaseEdit } from '../../contract/releases.ts';
import { mayEdit, type Role } from '../../contract/vocabulary.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Db, Dialect } from '../db/database.ts';
import { AppError, notFound, refuse } from '../errors.ts';
import { deleteNotes, listNotes, placed, putNotes } from '../notes/note-queries.ts';
import { raisePrivateRevision, raiseRevision } from '../projects/projects.ts';
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

/** Who changes releases of which project, and what it takes besides. */
export interface Act {
  projectId: string;
  /** `key:ID`, or `system`. */
  actor: string;
  dialect: Dialect;
  randomId: () => string;
}

/** A change of one release: by whom, and of which revision of it. */
export interface Change extends Act {
  releaseId: string;
  role: Role;
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
  trx: Db,
  draft: Act & { input: ReleaseCreate; rendered: readonly string[]; surveyId?: string | undefined },
  now: Date,
): Promise<Release> {
  const { projectId, rendered, surveyId, randomId } = draft;
  const input = withInstants(draft.input);
  const notes = editNotes(input.notes, rendered, [], randomId);
  const facts = await insertRelease(trx, {
    ...draftRow(projectId, randomId(), now),
    version: input.version,
    title: input.title,
    display_date: input.displayDate,
    expires_at: input.expiresAt,
    pinned: toFlag(input.pinned),
    major: toFlag(input.major),
    silent: toFlag(input.silent),
    survey_id: surveyId ?? null,
  });
  if (!facts) throw versionTaken(input.version);
  await putNotes(trx, projectId, placed(facts.id, notes));
  await record(trx, draft, 'create', facts.id, { after: wordingOf(facts, notes) }, now);
  return { ...facts, notes };
}

/**
 * Changes the wording given and keeps what it said before. `rendered` is the HTML of each note of the
 * edit, in their order. Never moves `publishedAt`. Throws `not_found`, `precondition_failed`,
 * `forbidden` where it takes a publisher, `version_taken`, and `invalid_body` for a strange note id.
 */
export async function editRelease(
  trx: Db,
  change: Change & { edit: ReleaseEdit; rendered: readonly string[] },
  now: Date,
): Promise<Release> {
  const { projectId, dialect, releaseId, edit, rendered, randomId } = change;
  const taken = await takeRelease(trx, change, now.toISOString());
  if (!taken) throw await missed(trx, projectId, releaseId);
  requireRole(change.role, taken);
  const known = await listNotes(trx, projectId, releaseId);
  const notes = edit.notes && editNotes(edit.notes, rendered, known, randomId);
  await changeWording(trx, projectId, releaseId, edit);
  if (notes) await replaceNotes(trx, { projectId, releaseId, known, notes });
  const edited = await getRelease(trx, projectId, releaseId);
  const before = wordingOf(taken, known);
  await keep(trx, change, { n: taken.revision - 1, before }, now);
  const difference = differenceOf(before, wordingOf(edited, edited.notes));
  await record(trx, change, 'edit', releaseId, difference, now);
  if (isOut(taken, now)) await raiseRevision(trx, dialect, projectId);
  else if (isCompiled(taken.state)) await raisePrivateRevision(trx, dialect, projectId);
  return edited;
}

/**
 * Deletes what no visitor can have seen. Throws `wrong_state` for anything else, `not_found`,
 * `precondition_failed`, and `forbidden` where it takes a publisher.
 */
export async function deleteRelease(trx: Db, change: Change, now: Date): Promise<void> {
  const { projectId, dialect, releaseId, role, expected } = change;
  const release = await getRelease(trx, projectId, releaseId);
  if (expected !== '*' && expected !== release.revision) throw changedMeanwhile();
  if (!isYetToCome(release, now)) throw notDeletable(release);
  requireRole(role, release);
  if (!(await deleteReleaseAsRead(trx, projectId, release))) throw changedMeanwhile();
  const before = { state: release.state, ...wordingOf(release, release.notes) };
  await record(trx, change, 'delete', releaseId, { before }, now);
  if (isCompiled(release.state)) await raisePrivateRevision(trx, dialect, projectId);
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
  trx: Db,
  { projectId, releaseId, actor }: Change,
  edition: { n: number; before: Wording },
  now: Date,
): Promise<void> {
  await insertReleaseRevision(trx, { projectId, releaseId, actor, ...edition }, now.toISOString());
}

async function record(
  trx: Db,
  { projectId, actor }: Act,
  verb: string,
  releaseId: string,
  change: { before?: unknown; after?: unknown },
  now: Date,
): Promise<void> {
  const entry = { projectId, actor, action: `release.${verb}`, subject: `release:${releaseId}` };
  await recordAudit(trx, { ...entry, ...change }, now);
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
