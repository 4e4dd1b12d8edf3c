import { CompiledQuery, type InferResult } from 'kysely';
import type { FeedAnswer } from '../../contract/feed.ts';
import type { Db } from '../db/database.ts';
import { findVisitorSwitches, visitorBySubject } from '../visitors/visitor-queries.ts';

/** The part of a feed that depends on the verified visitor. */
export interface VisitorFeedState {
  muted: boolean;
  seenAt: string | null;
  /** The visitor's current answers, by release. */
  mine: Map<string, FeedAnswer>;
}

/** The releases of a feed page, and the surveys that they carry. */
export interface VisitorFeedQuery {
  releaseIds: string[];
  surveyIds: string[];
}

/**
 * Reads the visitor by subject, and each answer by survey, release and visitor, in one query that
 * uses only indexes. Undefined for a subject that is not stored yet.
 */
export async function findVisitorFeedState(
  db: Db,
  projectId: string,
  subject: string,
  { releaseIds, surveyIds }: VisitorFeedQuery,
): Promise<VisitorFeedState | undefined> {
  if (surveyIds.length === 0) return findSwitches(db, projectId, subject);
  const text = compiledSql(db, { releaseIds, surveyIds });
  const values = [...surveyIds, ...releaseIds, projectId, subject];
  const { rows } = await db.executeQuery<VisitorFeedRow>(CompiledQuery.raw(text, values));
  const [first] = rows;
  if (!first) return undefined;
  const mine = new Map(rows.flatMap((row) => toFeedAnswer(row)));
  return { muted: first.muted === 1, seenAt: first.seen_at, mine };
}

/**
 * Compiled SQL per connection and per number of surveys and releases. Compiling costs more than
 * running it.
 */
const compiledQueries = new WeakMap<Db, Map<string, string>>();

function compiledSql(db: Db, query: VisitorFeedQuery): string {
  const known = compiledQueries.get(db) ?? new Map<string, string>();
  compiledQueries.set(db, known);
  const key = `${query.surveyIds.length} ${query.releaseIds.length}`;
  const text = known.get(key) ?? visitorFeedQuery(db, query).compile().sql;
  known.set(key, text);
  return text;
}

/** The parameters are, in this order: the surveys, the releases, the project, the subject. */
function visitorFeedQuery(db: Db, { releaseIds, surveyIds }: VisitorFeedQuery) {
  return visitorBySubject(db, '', '')
    .leftJoin('response', (join) =>
      join
        .onRef('response.project_id', '=', 'visitor.project_id')
        .onRef('response.visitor_id', '=', 'visitor.id')
        .on('response.survey_id', 'in', surveyIds)
        .on('response.release_id', 'in', releaseIds),
    )
    .leftJoin('response_revision as edition', (join) =>
      join
        .onRef('edition.project_id', '=', 'response.project_id')
        .onRef('edition.response_id', '=', 'response.id')
        .onRef('edition.n', '=', 'response.current_revision'),
    )
    .select(['visitor.muted', 'visitor.seen_at', 'response.release_id'])
    .select(['edition.client_id', 'edition.client_revision', 'edition.state', 'edition.rating'])
    .select(['edition.answers', 'edition.comment']);
}

type VisitorFeedRow = InferResult<ReturnType<typeof visitorFeedQuery>>[number];

async function findSwitches(
  db: Db,
  projectId: string,
  subject: string,
): Promise<VisitorFeedState | undefined> {
  const switches = await findVisitorSwitches(db, projectId, subject);
  return switches && { ...switches, mine: new Map() };
}

/** Returns an empty list if the outer join found no answer. */
function toFeedAnswer(row: {
  release_id: string | null;
  client_id: string | null;
  client_revision: number | null;
  state: FeedAnswer['state'] | null;
  rating: number | null;
  answers: string | null;
  comment: string | null;
}): [string, FeedAnswer][] {
  const { release_id, client_id, client_revision, state, rating, answers, comment } = row;
  if (!release_id || !client_id || !client_revision || !state || !answers) return [];
  const content = { state, rating, answers: JSON.parse(answers), comment };
  return [[release_id, { id: client_id, revision: client_revision, ...content }]];
}
