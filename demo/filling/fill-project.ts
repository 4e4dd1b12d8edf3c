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

/** What was made. */
export interface FillResult extends VisitCounts {
  publicKey: string;
  releases: number;
  imported: number;
}

/**
 * Makes a generated project and lets three months happen in it, oldest first, by the same rules as in
 * a real one. It is marked from its first row on, and `whole` after its last: whatever ends this in
 * between leaves what can be taken away. Throws `slug_taken`, `invalid_body` for a strange slug, and
 * `not_found` where somebody took it away meanwhile.
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

/** False where the database does not even say that: its first complaint is the better one. */
async function wasRemoved({ database: { reader } }: FillDeps, slug: string): Promise<boolean> {
  const lookup = findGeneratedProject(reader, slug).then((found) => found === undefined);
  return lookup.catch(() => false);
}

function removedError(slug: string, cause: unknown): AppError {
  const message = `The project "${slug}" was taken away while it was being filled.`;
  return new AppError('not_found', message, { cause });
}
