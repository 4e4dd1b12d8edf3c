import { expressionBuilder, type Selectable } from 'kysely';
import type { Note } from '../../contract/releases.ts';
import type { Db } from '../db/database.ts';
import type { NoteRow } from '../db/schema/release-schema.ts';
import type { Schema } from '../db/schema/schema.ts';
import { rendererVersion } from './markdown/renderer-version.ts';

/** A note, the release that it belongs to, and its position there. */
export interface PositionedNote extends Note {
  releaseId: string;
  position: number;
}

/** Far fewer parameters than SQLite (32,766) and PostgreSQL (65,535) allow in one statement. */
const rowsPerInsert = 500;

/** Returns the notes of a release with their positions, in the given order. */
export function withPositions(releaseId: string, notes: readonly Note[]): PositionedNote[] {
  return notes.map((note, position) => ({ ...note, releaseId, position }));
}

/** Inserts notes, or replaces those that have the same id. */
export async function upsertNotes(
  trx: Db,
  projectId: string,
  notes: readonly PositionedNote[],
): Promise<void> {
  for (let at = 0; at < notes.length; at += rowsPerInsert) {
    await trx
      .insertInto('note')
      .values(notes.slice(at, at + rowsPerInsert).map((note) => toRow(projectId, note)))
      .onConflict((conflict) =>
        conflict.columns(['project_id', 'release_id', 'id']).doUpdateSet((eb) => ({
          position: eb.ref('excluded.position'),
          kind: eb.ref('excluded.kind'),
          title: eb.ref('excluded.title'),
          body: eb.ref('excluded.body'),
          html: eb.ref('excluded.html'),
          renderer: eb.ref('excluded.renderer'),
        })),
      )
      .execute();
  }
}

export async function deleteNotes(
  trx: Db,
  projectId: string,
  releaseId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .deleteFrom('note')
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .where('id', 'in', ids)
    .execute();
}

/** Returns the notes of a release, in order. */
export async function listNotes(db: Db, projectId: string, releaseId: string): Promise<Note[]> {
  const rows = await db
    .selectFrom('note')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .orderBy('position')
    .execute();
  return rows.map(toNote);
}

/** The fields of a note that visitors read. */
export type VisibleNote = Pick<Note, 'id' | 'kind' | 'title' | 'html'>;

/**
 * Returns a query for the fields that visitors read of a project's notes, to be narrowed further.
 * `groupNotes` takes its rows.
 */
export function notesIn(db: Db, projectId: string) {
  return db
    .selectFrom('note')
    .select(['note.release_id', 'note.id', 'note.kind', 'note.title', 'note.html'])
    .where('note.project_id', '=', projectId);
}

/** Returns a subquery for the notes of the release in the outer query. */
export function notesOfRelease() {
  return expressionBuilder<Schema, 'release'>()
    .selectFrom('note')
    .whereRef('note.project_id', '=', 'release.project_id')
    .whereRef('note.release_id', '=', 'release.id');
}

/** Returns the notes in these rows by release id, in the order of the rows. */
export function groupNotes(
  rows: readonly (VisibleNote & { release_id: string })[],
): Map<string, VisibleNote[]> {
  const notes = new Map<string, VisibleNote[]>();
  for (const { release_id, ...note } of rows) {
    const known = notes.get(release_id);
    if (known) known.push(note);
    else notes.set(release_id, [note]);
  }
  return notes;
}

function toRow(projectId: string, note: PositionedNote): NoteRow {
  const { releaseId, id, position, kind, title, body, html } = note;
  return {
    project_id: projectId,
    release_id: releaseId,
    id,
    position,
    kind,
    title,
    body,
    html,
    renderer: rendererVersion,
  };
}

function toNote({ id, kind, title, body, html }: Selectable<NoteRow>): Note {
  return { id, kind, title, body, html };
}
