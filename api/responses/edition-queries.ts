import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';
import type { Edition } from './effective-rating.ts';

/** An edition and whose it is. */
export interface StoredEdition extends Edition {
  projectId: string;
  responseId: string;
}

type Row = Schema['response_revision'];

const columns = {
  project_id: 'text',
  response_id: 'text',
  n: 'integer',
  client_id: 'text',
  client_revision: 'integer',
  state: 'text',
  rating: 'integer',
  answers: 'text',
  comment: 'text',
  content_hash: 'text',
  occurred_at: 'text',
  received_at: 'text',
} as const;

const find = batchStatement<Pick<Row, 'project_id' | 'response_id'>, Row>(
  { project_id: 'text', response_id: 'text' },
  (given) => `select e.* from ${given.table} cross join response_revision as e
    where e.project_id = given.project_id and e.response_id = given.response_id
    order by e.n`,
);

const insert = batchStatement<Row>(
  columns,
  (given) => `${insertInto('response_revision', columns, given)} on conflict do nothing`,
);

const words = {
  project_id: 'text',
  response_id: 'text',
  n: 'integer',
  answers: 'text',
  comment: 'text',
} as const;

const replace = batchStatement<Pick<Row, keyof typeof words>>(
  words,
  (given) => `update response_revision set answers = given.answers, comment = given.comment
    from ${given.table}
    where response_revision.project_id = given.project_id
      and response_revision.response_id = given.response_id and response_revision.n = given.n`,
);

/** All editions of these responses, in order of receipt. */
export async function listEditions(
  db: Db,
  responses: readonly { projectId: string; id: string }[],
): Promise<StoredEdition[]> {
  const keys = responses.map(({ projectId, id }) => ({ project_id: projectId, response_id: id }));
  return (await find(db, keys)).rows.map(toEdition);
}

/** Throws an Error where a client's edition turns out to be stored, by somebody else's batch. */
export async function insertEditions(db: Db, editions: readonly StoredEdition[]): Promise<void> {
  const { numAffectedRows } = await insert(db, editions.map(toRow));
  if (Number(numAffectedRows) !== editions.length) throw new Error('An edition was there before.');
}

/** Replaces the answers and comments of these editions, and nothing else. */
export async function replaceWords(
  trx: Db,
  editions: readonly Pick<
    StoredEdition,
    'projectId' | 'responseId' | 'n' | 'answers' | 'comment'
  >[],
): Promise<void> {
  const rows = editions.map(({ projectId, responseId, n, answers, comment }) => {
    return { project_id: projectId, response_id: responseId, n, answers, comment };
  });
  await replace(trx, rows);
}

function toEdition(row: Row): StoredEdition {
  return {
    projectId: row.project_id,
    responseId: row.response_id,
    n: row.n,
    clientId: row.client_id,
    clientRevision: row.client_revision,
    state: row.state,
    rating: row.rating,
    answers: row.answers,
    comment: row.comment,
    contentHash: row.content_hash,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  };
}

function toRow(edition: StoredEdition): Row {
  return {
    project_id: edition.projectId,
    response_id: edition.responseId,
    n: edition.n,
    client_id: edition.clientId,
    client_revision: edition.clientRevision,
    state: edition.state,
    rating: edition.rating,
    answers: edition.answers,
    comment: edition.comment,
    content_hash: edition.contentHash,
    occurred_at: edition.occurredAt,
    received_at: edition.receivedAt,
  };
}
