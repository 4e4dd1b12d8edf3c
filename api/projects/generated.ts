import { hintChange } from '../db/change-notices.ts';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import {
  deleteTenant,
  findGeneratedRow,
  lockTenant,
  type RemovedRows,
  updateGenerated,
} from './generated-queries.ts';

/** A project with made-up content. `isComplete` is true once all of it is stored. */
export interface GeneratedProject {
  id: string;
  publicKey: string;
  slug: string;
  isComplete: boolean;
}

/**
 * Returns the generated project with this slug; undefined if no project has it. Throws
 * `wrong_state` for a project that was not generated: made-up and real answers are never in one
 * project.
 */
export async function findGeneratedProject(
  db: Db,
  slug: string,
): Promise<GeneratedProject | undefined> {
  const found = await findGeneratedRow(db, slug);
  if (!found) return undefined;
  const { generated, ...project } = found;
  if (generated === null) throw notGeneratedError(slug);
  return { ...project, isComplete: generated === 'whole' };
}

/** Marks a generated project as complete. Throws `not_found` if it was removed in the meantime. */
export async function markGeneratedComplete(trx: Db, projectId: string): Promise<void> {
  if (await updateGenerated(trx, projectId, 'whole')) return;
  throw new AppError('not_found', 'The generated project was removed in the meantime.');
}

/**
 * Removes a generated project with all its rows, in the given transaction, and returns the number
 * of rows by table. Throws `wrong_state` for a project that was not generated, and `not_found`.
 */
export async function removeGeneratedProject(trx: Db, slug: string): Promise<RemovedRows> {
  const project = await findGeneratedProject(trx, slug);
  if (!project) throw new AppError('not_found', `There is no project "${slug}" to remove.`);
  await lockTenant(trx, project.id);
  const removed = await deleteTenant(trx, project.id);
  await hintChange(trx);
  return removed;
}

function notGeneratedError(slug: string): AppError {
  const message = `The project "${slug}" was not generated, so the demo does not change it. Choose another name with --project.`;
  return new AppError('wrong_state', message);
}
