import { type Change, changeProject, system } from '../../api/change/change.ts';
import { commit } from '../../api/db/transact.ts';
import { AppError } from '../../api/errors.ts';
import { findGeneratedProject, markGeneratedComplete } from '../../api/projects/generated.ts';
import type { Project } from '../../contract/projects.ts';
import { isVisit } from '../script/events.ts';
import { writeScript } from '../script/script.ts';
import { createDemoProject } from './create-project.ts';
import type { FillDeps, FillOptions } from './options.ts';
import { createPublisher } from './publisher.ts';
import { createVisitWriter, type VisitCounts } from './visit-writer.ts';

/** The result of filling a project. */
export interface FillResult extends VisitCounts {
  publicKey: string;
  releases: number;
  imported: number;
}

/**
 * Creates a generated project and replays three months in it, oldest first, by the rules of a real
 * project. It is marked as generated from its first row and as complete after its last, so an
 * interrupted one can be removed. Throws `slug_taken`, `invalid_body` for an invalid slug, and
 * `not_found` if it was removed in the meantime.
 */
export async function fillProject(deps: FillDeps, options: FillOptions): Promise<FillResult> {
  const { project, imported } = await createDemoProject(deps, options);
  try {
    const counts = await runScript(deps, options, project);
    const result = { publicKey: project.publicKey, imported, ...counts };
    await markComplete(deps, project.id, result, options.now);
    return result;
  } catch (error) {
    throw (await wasRemoved(deps, options.slug)) ? removedError(options.slug, error) : error;
  }
}

async function runScript(deps: FillDeps, { seed, now, log }: FillOptions, project: Project) {
  const publisher = await createPublisher(deps, project);
  const visitWriter = createVisitWriter(deps, project, publisher.releaseIds);
  for (const event of writeScript(seed, now)) {
    if (isVisit(event)) {
      await visitWriter.add(event);
    } else {
      await visitWriter.flush();
      log(await publisher.run(event));
    }
  }
  await visitWriter.flush();
  return { releases: publisher.releaseIds.size, ...visitWriter.counts() };
}

async function markComplete(
  { database, randomId }: FillDeps,
  projectId: string,
  { publicKey: _, ...after }: FillResult,
  now: Date,
): Promise<void> {
  const complete = async (change: Change) => {
    await markGeneratedComplete(change.trx, projectId);
    change.raiseRevision();
    change.record('project.fill', `project:${projectId}`, { after });
  };
  const changeOptions = { ...system, projectId, now, newId: randomId };
  await commit(database, (trx) => changeProject(trx, changeOptions, complete));
}

/** Returns false if the database cannot answer: its first error is the more useful one. */
async function wasRemoved({ database: { reader } }: FillDeps, slug: string): Promise<boolean> {
  const lookup = findGeneratedProject(reader, slug).then((found) => found === undefined);
  return lookup.catch(() => false);
}

function removedError(slug: string, cause: unknown): AppError {
  const message = `The project "${slug}" was removed while it was being filled.`;
  return new AppError('not_found', message, { cause });
}
