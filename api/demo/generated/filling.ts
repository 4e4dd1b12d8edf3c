import { recordAudit } from '../../audit/audit.ts';
import type { Db } from '../../db/connect.ts';
import { markWhole } from '../../projects/generated.ts';
import { raiseRevision } from '../../projects/projects.ts';
import { isVisit } from './acts.ts';
import { makeProject } from './beginnings.ts';
import { actor, type Order, type Tools } from './order.ts';
import { engagePublisher } from './publisher.ts';
import { writeScript } from './script.ts';
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
 * between leaves what can be taken away. Throws `slug_taken`, and `invalid_body` for a strange slug.
 */
export async function fillProject(tools: Tools, order: Order): Promise<Filled> {
  const { project, imported } = await makeProject(tools, order);
  const publisher = await engagePublisher(tools, project);
  const visits = openVisitBook(tools, project, publisher.releaseIds);
  for (const act of writeScript(order.seed, order.now)) {
    if (isVisit(act)) {
      await visits.add(act);
    } else {
      await visits.flush();
      order.tell(await publisher.carryOut(act));
    }
  }
  await visits.flush();
  const releases = publisher.releaseIds.size;
  const filled = { publicKey: project.publicKey, releases, imported, ...visits.counts() };
  await finish(tools, project.id, filled, order.now);
  return filled;
}

async function finish(
  { database: { writer, dialect } }: Tools,
  projectId: string,
  { publicKey: _, ...after }: Filled,
  now: Date,
): Promise<void> {
  const close = async (trx: Db) => {
    await markWhole(trx, projectId);
    await raiseRevision(trx, dialect, projectId);
    const entry = { projectId, actor, action: 'project.fill', subject: `project:${projectId}` };
    await recordAudit(trx, { ...entry, after }, now);
  };
  await writer.transaction().execute(close);
}
