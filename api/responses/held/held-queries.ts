import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import { batchStatement } from '../../db/dialect.ts';
import {
  type ResponseRecord,
  responseColumns,
  type StoredResponseRow,
} from '../../db/schema/response-columns.ts';
import { shownReleases } from '../../exposures/exposure-queries.ts';
import { surveyJoin } from '../../surveys/survey-join.ts';
import { openGroups } from '../../visitors/networks/held-group-queries.ts';

/** Finds visitors' responses by the releases shown to them: every answer has a `shown` exposure. */
const findOfVisitor = batchStatement<
  { project_id: string; visitor_id: string },
  { project_id: string; id: string }
>(
  { project_id: 'text', visitor_id: 'text' },
  (given) => `select r.project_id, r.id
    from ${given.table} cross join ${shownReleases.table} cross join ${surveyJoin.table}
      cross join response as r
    where ${shownReleases.condition} and ${surveyJoin.condition}
      and r.project_id = given.project_id and r.survey_id = s.id
      and r.release_id = e.release_id and r.visitor_id = given.visitor_id`,
);

const updateQuarantined = batchStatement<
  { project_id: string; id: string; quarantined: number; held_group: string },
  StoredResponseRow
>(
  { project_id: 'text', id: 'text', quarantined: 'integer', held_group: 'text' },
  (given) => `update response
    set quarantined = given.quarantined, held_group = given.held_group from ${given.table}
    where response.project_id = given.project_id and response.id = given.id
      and response.quarantined <> given.quarantined
    returning *`,
);

/** Lists the ids of these visitors' answers. */
export async function listAnswersOf(
  db: Db,
  projectId: string,
  visitorIds: readonly string[],
): Promise<{ projectId: string; id: string }[]> {
  const keys = visitorIds.map((id) => ({ project_id: projectId, visitor_id: id }));
  const { rows } = await findOfVisitor(db, keys);
  return rows.map((row) => ({ projectId: row.project_id, id: row.id }));
}

/** Sets whether these visitors' answers are left out. Returns the answers that changed. */
export async function setQuarantined(
  trx: Db,
  { projectId, groupId }: { projectId: string; groupId: string },
  visitorIds: readonly string[],
  isLeftOut: boolean,
): Promise<ResponseRecord[]> {
  const quarantined = isLeftOut ? 1 : 0;
  const answers = await listAnswersOf(trx, projectId, visitorIds);
  const updates = answers.map(({ id }) => {
    return { project_id: projectId, id, quarantined, held_group: groupId };
  });
  return (await updateQuarantined(trx, updates)).rows.map(responseColumns.toRecord);
}

/** Counts a group's answers by rating, including null. Reads only an index. */
export async function listGroupRatings(
  db: Db,
  projectId: string,
  groupId: string,
): Promise<{ rating: number | null; count: number }[]> {
  return db
    .selectFrom('response')
    .select(['rating', (eb) => eb.fn.countAll<number>().as('count')])
    .where('project_id', '=', projectId)
    .where('held_group', '=', groupId)
    .groupBy('rating')
    .orderBy('rating')
    .execute();
}

/** At most this many of a group's answers are searched for comments, which limits the cost. */
const searchedAnswers = 1000;

/** Lists up to `limit` comments of a group's answers, none of them empty. */
export async function listGroupComments(
  db: Db,
  projectId: string,
  groupId: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('response')
        .select(['project_id', 'id', 'current_revision'])
        .where('project_id', '=', projectId)
        .where('held_group', '=', groupId)
        .limit(searchedAnswers)
        .as('answer'),
    )
    .innerJoin('response_revision as edition', (join) =>
      join
        .onRef('edition.project_id', '=', 'answer.project_id')
        .onRef('edition.response_id', '=', 'answer.id')
        .onRef('edition.n', '=', 'answer.current_revision'),
    )
    .select('edition.comment')
    .where('edition.comment', 'is not', null)
    .where('edition.comment', '!=', '')
    .limit(limit)
    .execute();
  return rows.flatMap(({ comment }) => (comment === null ? [] : [comment]));
}

/** Counts rows: they are in no tally. The 1 is a literal so that the partial index can be used. */
export async function countQuarantined(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('response')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .where('quarantined', '=', sql.lit(1))
    .executeTakeFirstOrThrow();
  return count;
}

/** Counts the answers about a release by visitors in undecided groups. Reads only indexes. */
export async function countHeldBack(db: Db, projectId: string, releaseId: string): Promise<number> {
  const { count } = await openGroups(db, projectId)
    .innerJoin('response', (join) =>
      join
        .onRef('response.project_id', '=', 'held_group.project_id')
        .onRef('response.held_group', '=', 'held_group.id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('response.release_id', '=', releaseId)
    .executeTakeFirstOrThrow();
  return count;
}
