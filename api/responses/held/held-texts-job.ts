import type { EditionRecord } from '../../db/schema/response-columns.ts';
import { commit } from '../../db/transact.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../jobs/jobs.ts';
import { findGroupSummary, unreleasedVisitors } from '../../visitors/networks/held-groups.ts';
import { listEditions, replaceTexts } from '../edition-queries.ts';
import { listAnswersOf } from './held-queries.ts';

const dayMs = 24 * 60 * 60 * 1000;
const retentionMs = 30 * dayMs;

type JobContext = Pick<Deps, 'database' | 'clock'>;

/**
 * Deletes the comments and text answers of visitors in groups that have not been released, 30 days
 * after they were received. Ratings and choices stay, so a group can still be released. Safe to
 * repeat and to run on two nodes at once.
 */
export async function deleteHeldTexts(
  { database, clock }: JobContext,
  stopping?: AbortSignal,
): Promise<void> {
  const before = new Date(clock().getTime() - retentionMs).toISOString();
  for await (const slice of unreleasedVisitors(database.reader, before)) {
    if (stopping?.aborted) return;
    const { projectId, groupId, visitorIds } = slice;
    const answers = await listAnswersOf(database.reader, projectId, visitorIds);
    const editions = await listEditions(database.reader, answers);
    const old = editions.filter((edition) => edition.receivedAt < before && hasTexts(edition));
    if (old.length === 0) continue;
    await commit(database, async (trx) => {
      const group = await findGroupSummary(trx, projectId, groupId);
      if (group?.state !== 'released') await replaceTexts(trx, old.map(withoutTexts));
    });
  }
}

/** Runs `deleteHeldTexts` once a day. */
export function heldTextsJob(deps: JobContext): Job {
  return {
    name: 'held-comments',
    failure: 'held comments could not be deleted',
    everyMs: dayMs,
    run: (stopping) => deleteHeldTexts(deps, stopping),
  };
}

/** Returns only the choices, which are stored as lists (answer.ts). All other answers are texts. */
function choicesOf(answers: string): string {
  const choices = Object.entries(JSON.parse(answers)).filter(([, answer]) => Array.isArray(answer));
  return JSON.stringify(Object.fromEntries(choices));
}

function hasTexts({ answers, comment }: EditionRecord): boolean {
  return comment !== null || choicesOf(answers) !== answers;
}

function withoutTexts(edition: EditionRecord): EditionRecord {
  return { ...edition, answers: choicesOf(edition.answers), comment: null };
}
