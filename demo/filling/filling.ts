import { type Change, changeProject, system } from '../../api/change/change.ts';
import { commit } from '../../api/db/transact.ts';
import { AppError } from '../../api/errors.ts';
import { findGenerated, markWhole } from '../../api/projects/generated.ts';
import type { Project } from '../../contract/projects.ts';
import { isVisit } from '../script/events.ts';
import { writeScript } from '../script/script.ts';
import { makeProject } from './beginnings.ts';
import type { Order, Tools } from './options.ts';
import { engagePublisher } from './publisher.ts';
import { openVisitBook, type VisitCounts } from './visit-book.ts';

/** What was made. */
export interface Filled extends VisitCounts {
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
export async function fillProject(tools: Tools, order: Order): Promise<Filled> {
  const { project, imported } = await makeProject(tools, order);
  try {
    const done = await play(tools, order, project);
    const filled = { publicKey: project.publicKey, imported, ...done };
    await finish(tools, project.id, filled, order.now);
    return filled;
  } catch (error) {
    throw (await isGone(tools, order.slug)) ? takenAway(order.slug, error) : error;
  }
}

async function play(tools: Tools, { seed, now, tell }: Order, project: Project) {
  const publisher = await engagePublisher(tools, project);
  const visits = openVisitBook(tools, project, publisher.releaseIds);
  for (const act of writeScript(seed, now)) {
    if (isVisit(act)) {
      await visits.add(act);
    } else {
      await visits.flush();
      tell(await publisher.carryOut(act));
    }
  }
  await visits.flush();
  return { releases: publisher.releaseIds.size, ...visits.counts() };
}

async function finish(
  { database, randomId }: Tools,
  projectId: string,
  { publicKey: _, ...after }: Filled,
  now: Date,
): Promise<void> {
  const close = async (change: Change) => {
    await markWhole(change.trx, projectId);
    change.raiseRevision();
    change.record('project.fill', `project:${projectId}`, { after });
  };
  const options = { ...system, projectId, now, newId: randomId };
  await commit(database, (trx) => changeProject(trx, options, close));
}

/** False where the database does not even say that: its first complaint is the better one. */
async function isGone({ database: { reader } }: Tools, slug: string): Promise<boolean> {
  const look = findGenerated(reader, slug).then((found) => found === undefined);
  return look.catch(() => false);
}

function takenAway(slug: string, cause: unknown): AppError {
  const sentence = `The project "${slug}" was taken away while it was being filled.`;
  return new AppError('not_found', sentence, { cause });
}
