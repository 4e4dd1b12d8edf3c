import type { HeldGroup } from '../../../contract/held-groups.ts';
import type { HeldState } from '../../../contract/vocabulary.ts';
import type { Change } from '../../change/change.ts';
import type { Db } from '../../db/database.ts';
import { AppError, notFound } from '../../errors.ts';
import {
  countVisitorsInGroup,
  findGroupSummary,
  type HeldGroupSummary,
  listGroupSummaries,
  setGroupState,
  takeNextSlice,
} from '../../visitors/networks/held-groups.ts';
import { listGroupComments, listGroupRatings } from './held-queries.ts';
import { settleVisitors } from './settle.ts';

const verbs = { released: 'release', rejected: 'reject' } as const;
const maxComments = 10;

/** Lists a page of a project's held groups, newest first, each with figures on its answers. */
export async function listGroupReviews(
  db: Db,
  projectId: string,
  page: { afterId: string | undefined; count: number },
): Promise<HeldGroup[]> {
  const reviews: HeldGroup[] = [];
  for (const group of await listGroupSummaries(db, projectId, page))
    reviews.push(await review(db, group));
  return reviews;
}

/**
 * Releases or rejects a group; a later decision may reverse it. The answers and exposures of the
 * first visitors (all of them in a small group) move in this transaction, and `settleDue` moves the
 * rest. Throws `not_found`, and `wrong_state` if the group already has this state.
 */
export async function decideGroup(
  { trx, projectId, now, record }: Change,
  { id, state }: { id: string; state: Exclude<HeldState, 'held'> },
  slot: number,
): Promise<HeldGroup> {
  const before = await findGroupSummary(trx, projectId, id);
  if (!before) throw notFound('held group');
  if (!(await setGroupState(trx, { projectId, id, state }, now.toISOString()))) {
    throw new AppError('wrong_state', `This group is already ${state}. Reload the list.`);
  }
  const states = { before: { state: before.state }, after: { state } };
  record(`held-group.${verbs[state]}`, `held-group:${id}`, states);
  await settleSlice(trx, { projectId, id }, slot);
  await settleSlice(trx, { projectId, id }, slot);
  const after = await findGroupSummary(trx, projectId, id);
  if (!after) throw notFound('held group');
  return review(trx, after);
}

/**
 * Moves the rows of a group's next visitors to agree with its state; after the last, ends the pass.
 * Repeated calls settle the group. False if there was nothing to do or another node did it.
 */
export async function settleSlice(
  trx: Db,
  { projectId, id }: { projectId: string; id: string },
  slot: number,
): Promise<boolean> {
  const slice = await takeNextSlice(trx, projectId, id);
  if (!slice) return false;
  await settleVisitors(trx, [slice], slot);
  return true;
}

async function review(db: Db, group: HeldGroupSummary): Promise<HeldGroup> {
  const { projectId, id, foundAt, state, isMoving } = group;
  const counts = await listGroupRatings(db, projectId, id);
  return {
    id,
    foundAt,
    state,
    isMoving,
    visitors: await countVisitorsInGroup(db, projectId, id),
    answers: counts.reduce((sum, { count }) => sum + count, 0),
    ratings: counts.flatMap(({ rating, count }) => (rating === null ? [] : [{ rating, count }])),
    comments: await listGroupComments(db, projectId, id, maxComments),
  };
}
