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

/** A project whose content was made up. `whole` once all of it is there. */
export interface GeneratedProject {
  id: string;
  publicKey: string;
  slug: string;
  isComplete: boolean;
}

/**
 * The generated project of this slug, undefined where nobody has the slug. Throws `wrong_state` for a
 * project that was not generated: made-up answers and real ones never stand in one project.
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

/** Says that all of a generated project is there. Throws `not_found` where it was removed meanwhile. */
export async function markGeneratedComplete(trx: Db, projectId: string): Promise<void> {
  if (await updateGenerated(trx, projectId, 'whole')) return;
  throw new AppError('not_found', 'The generated project was taken away meanwhile.');
}

/**
 * Takes a generated project away with every row of it, in the transaction given, and tells how many
 * rows that were, by table. Throws `wrong_state` for one that was not generated, and `not_found`.
 */
export async function removeGeneratedProject(trx: Db, slug: string): Promise<RemovedRows> {
  const project = await findGeneratedProject(trx, slug);
  if (!project) throw new AppError('not_found', `There is no project "${slug}" to take away.`);
  await lockTenant(trx, project.id);
  const removed = await deleteTenant(trx, project.id);
  await hintChange(trx);
  return removed;
}

function notGeneratedError(slug: string): AppError {
  const message = `The project "${slug}" is a real one, not generated: the demo leaves it alone. Choose another name with --project.`;
  return new AppError('wrong_state', message);
}
