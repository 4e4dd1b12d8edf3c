import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { id, instant } from '../../contract/fields.ts';
import type { Response, ResponseFilter } from '../../contract/responses.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';
import { joinVisitor } from '../visitors/visitor-queries.ts';

/** The position of a response in a list, newest first: the time of its receipt, and its id. */
export const responseCursor = z.tuple([instant, id]);
export type ResponseCursor = z.infer<typeof responseCursor>;

/** The filter, the cursor and the size of a page. */
interface ResponseQuery extends ResponseFilter {
  after?: ResponseCursor | undefined;
  limit: number;
}

/**
 * Lists up to `limit` responses about a release after a cursor, newest first, each with its current
 * edition. Names visitors only by pseudonym, because their ids are secret.
 */
export async function listResponses(
  db: Db,
  projectId: string,
  releaseId: string,
  { after, limit, rating, commented, quarantined }: ResponseQuery,
): Promise<Response[]> {
  const rows = await joinVisitor(db.selectFrom('response'))
    .innerJoin('response_revision as edition', (join) =>
      join
        .onRef('edition.project_id', '=', 'response.project_id')
        .onRef('edition.response_id', '=', 'response.id')
        .onRef('edition.n', '=', 'response.current_revision'),
    )
    .selectAll('response')
    .select(['visitor.pseudonym', 'edition.answers', 'edition.comment'])
    .select(['edition.received_at as updated_at', isEdited.as('edited')])
    .where('response.project_id', '=', projectId)
    .where('response.release_id', '=', releaseId)
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('response.received_at', 'response.id'),
          '<',
          tuple(...(after as ResponseCursor)),
        ),
      ),
    )
    .$if(rating !== undefined, (query) => query.where('response.rating', '=', rating ?? 0))
    .$if(commented === 'true', (query) =>
      query.where('edition.comment', 'is not', null).where('edition.comment', '!=', ''),
    )
    .$if(quarantined !== undefined, (query) =>
      query.where('response.quarantined', '=', quarantined === 'true' ? 1 : 0),
    )
    .orderBy('response.received_at', 'desc')
    .orderBy('response.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toResponse);
}

/** Whether any edition has another rating or another non-empty comment than the current one. */
const isEdited = sql<boolean | 0 | 1>`exists (
  select 1 from response_revision as other
  where other.project_id = response.project_id and other.response_id = response.id
    and (other.rating <> edition.rating
      or (other.comment <> '' and other.comment <> coalesce(edition.comment, ''))))`;

type Row = Selectable<Schema['response']> & {
  pseudonym: string;
  answers: string;
  comment: string | null;
  updated_at: string;
  edited: boolean | 0 | 1;
};

function toResponse(row: Row): Response {
  return {
    id: row.id,
    visitor: row.pseudonym,
    standing: row.standing,
    survey: row.survey_id,
    surveyVersion: row.survey_version,
    state: row.state,
    rating: row.rating,
    answers: JSON.parse(row.answers),
    comment: row.comment,
    surface: row.surface,
    locale: row.locale,
    version: row.ran_version,
    account: row.account,
    inWindow: row.in_window === 1,
    quarantined: row.quarantined === 1,
    revisions: row.latest_revision,
    edited: Boolean(row.edited),
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    updatedAt: row.updated_at,
  };
}
