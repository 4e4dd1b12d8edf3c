import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import {
  type EditionRecord,
  type EditionRow,
  editionColumns,
} from '../db/schema/response-columns.ts';

const { types: columns, toRecord, toRow } = editionColumns;

const find = batchStatement<Pick<EditionRow, 'project_id' | 'response_id'>, EditionRow>(
  { project_id: 'text', response_id: 'text' },
  (given) => `select e.* from ${given.table} cross join response_revision as e
    where e.project_id = given.project_id and e.response_id = given.response_id
    order by e.n`,
);

const insert = batchStatement<EditionRow>(
  columns,
  (given) => `${insertInto('response_revision', columns, given)} on conflict do nothing`,
);

const textColumns = {
  project_id: 'text',
  response_id: 'text',
  n: 'integer',
  answers: 'text',
  comment: 'text',
} as const;

const replaceTextRows = batchStatement<Pick<EditionRow, keyof typeof textColumns>>(
  textColumns,
  (given) => `update response_revision set answers = given.answers, comment = given.comment
    from ${given.table}
    where response_revision.project_id = given.project_id
      and response_revision.response_id = given.response_id and response_revision.n = given.n`,
);

/** Lists all editions of these responses, in order of receipt. */
export async function listEditions(
  db: Db,
  responses: readonly { projectId: string; id: string }[],
): Promise<EditionRecord[]> {
  const keys = responses.map(({ projectId, id }) => ({ project_id: projectId, response_id: id }));
  return (await find(db, keys)).rows.map(toRecord);
}

/** Throws an Error if one of the editions is already stored, by another batch. */
export async function insertEditions(db: Db, editions: readonly EditionRecord[]): Promise<void> {
  const { numAffectedRows } = await insert(db, editions.map(toRow));
  if (Number(numAffectedRows) !== editions.length) throw new Error('An edition is already stored.');
}

/** Replaces the answers and comments of these editions, and nothing else. */
export async function replaceTexts(
  trx: Db,
  editions: readonly Pick<
    EditionRecord,
    'projectId' | 'responseId' | 'n' | 'answers' | 'comment'
  >[],
): Promise<void> {
  const rows = editions.map(({ projectId, responseId, n, answers, comment }) => {
    return { project_id: projectId, response_id: responseId, n, answers, comment };
  });
  await replaceTextRows(trx, rows);
}
