import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import {
  type ResponseRecord,
  responseColumns,
  type StoredResponseRow,
} from '../db/schema/response-columns.ts';
import {
  idReplacementColumns,
  type VisitorIdReplacement,
} from '../visitors/alias-hashing-queries.ts';

/** Without `held_group`, which only `held-queries.ts` writes. */
type Row = StoredResponseRow;

const { types: columns, toRecord, toRow } = responseColumns;

/** The columns that never change. All others follow from the editions. */
const immutableColumns = new Set<string>([
  ...(['project_id', 'id', 'survey_id', 'survey_version'] satisfies (keyof Row)[]),
  ...(['release_id', 'visitor_id', 'standing'] satisfies (keyof Row)[]),
]);
const mutableColumns = Object.keys(columns).filter((name) => !immutableColumns.has(name));

const insert = batchStatement<Row>(
  columns,
  (given) => `${insertInto('response', columns, given)} on conflict (project_id, id) do nothing`,
);

const update = batchStatement<Row>(
  columns,
  (given) => `update response
    set ${mutableColumns.map((name) => `${name} = given.${name}`).join(', ')}
    from ${given.table}
    where response.project_id = given.project_id and response.id = given.id
      and response.visitor_id = given.visitor_id
      -- Another node may have held the answer back, or released it, since it was read.
      and response.quarantined = given.quarantined`,
);

const updateVisitors = batchStatement<VisitorIdReplacement>(
  idReplacementColumns,
  (given) => `update response set visitor_id = given.new_id from ${given.table}
    where response.project_id = given.project_id and response.visitor_id = given.old_id`,
);

const findOfVisitors = batchStatement<
  Pick<Row, 'project_id' | 'survey_id' | 'release_id' | 'visitor_id'>,
  Row
>(
  { project_id: 'text', survey_id: 'text', release_id: 'text', visitor_id: 'text' },
  (given) => `select r.* from ${given.table} cross join response as r
    where r.project_id = given.project_id and r.survey_id = given.survey_id
      and r.release_id = given.release_id and r.visitor_id = given.visitor_id`,
);

const findOfClients = batchStatement<{ project_id: string; client_id: string }, Row>(
  { project_id: 'text', client_id: 'text' },
  (given) => `select r.*
    from ${given.table} cross join response_revision as e cross join response as r
    where e.project_id = given.project_id and e.client_id = given.client_id
      and r.project_id = e.project_id and r.id = e.response_id`,
);

/** Lists the responses of these visitors to these surveys about these releases. */
export async function listResponsesOfVisitors(
  db: Db,
  keys: readonly Pick<ResponseRecord, 'projectId' | 'surveyId' | 'releaseId' | 'visitorId'>[],
): Promise<ResponseRecord[]> {
  const rows = keys.map((key) => ({
    project_id: key.projectId,
    survey_id: key.surveyId,
    release_id: key.releaseId,
    visitor_id: key.visitorId,
  }));
  return (await findOfVisitors(db, rows)).rows.map(toRecord);
}

/** Lists the responses, of any visitor, with editions from these clients, once per edition. */
export async function listResponsesOfClients(
  db: Db,
  keys: readonly { projectId: string; clientId: string }[],
): Promise<ResponseRecord[]> {
  const rows = keys.map(({ projectId, clientId }) => ({
    project_id: projectId,
    client_id: clientId,
  }));
  return (await findOfClients(db, rows)).rows.map(toRecord);
}

/** Throws an Error if an id is already taken. */
export async function insertResponses(db: Db, records: readonly ResponseRecord[]): Promise<void> {
  const { numAffectedRows } = await insert(db, records.map(toRow));
  if (Number(numAffectedRows) !== records.length)
    throw new Error('A response id is already taken.');
}

/** Throws an Error if a response is missing, or was held back or released since it was read. */
export async function updateResponses(db: Db, records: readonly ResponseRecord[]): Promise<void> {
  const { numAffectedRows } = await update(db, records.map(toRow));
  if (Number(numAffectedRows) !== records.length)
    throw new Error('A response is missing, or was held back or released since it was read.');
}

/** Implements `ReplaceVisitorIds` for responses. */
export async function updateResponseVisitors(
  trx: Db,
  moves: readonly VisitorIdReplacement[],
): Promise<void> {
  await updateVisitors(trx, moves);
}

/** Lists all responses about a release, for a recount. */
export async function listReleaseResponses(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<ResponseRecord[]> {
  const rows = await db
    .selectFrom('response')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .execute();
  return rows.map(toRecord);
}
