import type { ResponseState, Standing, Surface } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';
import { moveColumns, type VisitorMove } from '../visitors/alias-hashing-queries.ts';
import type { Choice } from './effective-rating.ts';

/** One visitor's answers to one survey about one release, as a batch reads and writes it. */
export interface ResponseRecord {
  projectId: string;
  id: string;
  surveyId: string;
  surveyVersion: number;
  releaseId: string;
  visitorId: string;
  firstRating: number | null;
  rating: number | null;
  scored: { rating: number; day: string; choices: Choice[] } | null;
  latestRevision: number;
  currentRevision: number;
  state: ResponseState;
  surface: Surface;
  locale: string | null;
  version: string | null;
  account: string | null;
  /** JSON: the declared ones. */
  traits: string;
  /** By dimension, the value under which it is tallied. */
  buckets: Record<string, string>;
  standing: Standing;
  inWindow: boolean;
  quarantined: boolean;
  occurredAt: string;
  receivedAt: string;
}

/** `held_group` is written by `held-queries.ts` alone. */
type Row = Omit<Schema['response'], 'held_group'>;

const columns = {
  project_id: 'text',
  id: 'text',
  survey_id: 'text',
  survey_version: 'integer',
  release_id: 'text',
  visitor_id: 'text',
  first_rating: 'integer',
  rating: 'integer',
  scored_rating: 'integer',
  scored_day: 'text',
  scored_choices: 'text',
  latest_revision: 'integer',
  current_revision: 'integer',
  state: 'text',
  surface: 'text',
  locale: 'text',
  ran_version: 'text',
  account: 'text',
  traits: 'text',
  buckets: 'text',
  standing: 'text',
  in_window: 'integer',
  quarantined: 'integer',
  occurred_at: 'text',
  received_at: 'text',
} as const;

/** Who answered and where they work never changes; the rest is what the latest edition made of it. */
const settled = ['project_id', 'id', 'survey_id', 'release_id', 'visitor_id', 'standing'];
const changing = Object.keys(columns).filter((name) => !settled.includes(name));

const insert = batchStatement<Row>(
  columns,
  (given) => `${insertInto('response', columns, given)} on conflict (project_id, id) do nothing`,
);

const update = batchStatement<Row>(
  columns,
  (given) => `update response
    set ${changing.map((name) => `${name} = given.${name}`).join(', ')}
    from ${given.table}
    where response.project_id = given.project_id and response.id = given.id
      and response.visitor_id = given.visitor_id
      -- Another node may have held the answer back, or released it, since it was read.
      and response.quarantined = given.quarantined`,
);

const updateVisitors = batchStatement<VisitorMove>(
  moveColumns,
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

/** What these visitors answered about these releases before. */
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

/** The responses of which these clients have sent an edition, whoever's: once for each edition. */
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

/** Throws an Error where an id turns out to be taken. */
export async function insertResponses(db: Db, records: readonly ResponseRecord[]): Promise<void> {
  const { numAffectedRows } = await insert(db, records.map(toRow));
  if (Number(numAffectedRows) !== records.length) throw new Error('A response id was taken.');
}

/** Throws an Error if an answer is missing, or was held back or released since it was read. */
export async function updateResponses(db: Db, records: readonly ResponseRecord[]): Promise<void> {
  const { numAffectedRows } = await update(db, records.map(toRow));
  if (Number(numAffectedRows) !== records.length) throw new Error('A response was lost.');
}

/** Replaces the visitors' ids, as `MoveRows`. */
export async function updateResponseVisitors(
  trx: Db,
  moves: readonly VisitorMove[],
): Promise<void> {
  await updateVisitors(trx, moves);
}

/** All responses about a release: for a recount. */
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

/** A stored row as the rules read it. */
export function toRecord(row: Row): ResponseRecord {
  const { scored_rating: rating, scored_day: day } = row;
  const choices: Choice[] = JSON.parse(row.scored_choices);
  return {
    projectId: row.project_id,
    id: row.id,
    surveyId: row.survey_id,
    surveyVersion: row.survey_version,
    releaseId: row.release_id,
    visitorId: row.visitor_id,
    firstRating: row.first_rating,
    rating: row.rating,
    scored: rating !== null && day !== null ? { rating, day, choices } : null,
    latestRevision: row.latest_revision,
    currentRevision: row.current_revision,
    state: row.state,
    surface: row.surface,
    locale: row.locale,
    version: row.ran_version,
    account: row.account,
    traits: row.traits,
    buckets: JSON.parse(row.buckets),
    standing: row.standing,
    inWindow: row.in_window === 1,
    quarantined: row.quarantined === 1,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  };
}

function toRow(record: ResponseRecord): Row {
  return {
    project_id: record.projectId,
    id: record.id,
    survey_id: record.surveyId,
    survey_version: record.surveyVersion,
    release_id: record.releaseId,
    visitor_id: record.visitorId,
    first_rating: record.firstRating,
    rating: record.rating,
    scored_rating: record.scored?.rating ?? null,
    scored_day: record.scored?.day ?? null,
    scored_choices: JSON.stringify(record.scored?.choices ?? []),
    latest_revision: record.latestRevision,
    current_revision: record.currentRevision,
    state: record.state,
    surface: record.surface,
    locale: record.locale,
    ran_version: record.version,
    account: record.account,
    traits: record.traits,
    buckets: JSON.stringify(record.buckets),
    standing: record.standing,
    in_window: record.inWindow ? 1 : 0,
    quarantined: record.quarantined ? 1 : 0,
    occurred_at: record.occurredAt,
    received_at: record.receivedAt,
  };
}
