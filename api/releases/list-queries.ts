import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { id, text } from '../../contract/fields.ts';
import type { ReleaseState } from '../../contract/vocabulary.ts';
import type { Db } from '../db/connect.ts';
import type { Schema } from '../db/schema.ts';
import { type ReleaseFacts, toFacts } from './queries.ts';

/**
 * A release's place in the members' list: what is not out yet first, then the newest by display date,
 * undated ones last, then the order of the imported file, then the newest by id.
 */
export const place = z.tuple([z.literal([0, 1]), text(10), z.int32(), id]);
export type Place = z.infer<typeof place>;

export interface ListedRelease {
  facts: ReleaseFacts;
  noteCount: number;
  place: Place;
}

/** Up to `limit` releases behind a place, in the order of places. */
export async function listReleases(
  db: Db,
  projectId: string,
  {
    state,
    after,
    limit,
  }: { state?: ReleaseState | undefined; after?: Place | undefined; limit: number },
): Promise<ListedRelease[]> {
  const rows = await db
    .selectFrom('release')
    .selectAll('release')
    .select((eb) => [out.as('out'), day.as('day'), countNotes(eb).as('note_count')])
    .where('project_id', '=', projectId)
    .$if(state !== undefined, (query) => query.where('state', '=', state as ReleaseState))
    .$if(after !== undefined, (query) => query.where((eb) => isBehind(eb, after as Place)))
    .orderBy(out)
    .orderBy(day, 'desc')
    .orderBy('position')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    facts: toFacts(row),
    noteCount: row.note_count ?? 0,
    place: [row.out, row.day, row.position, row.id],
  }));
}

const out = sql<0 | 1>`case when state in ('draft', 'scheduled') then 0 else 1 end`;
const day = sql<string>`coalesce(display_date, '')`;

function countNotes(eb: ExpressionBuilder<Schema, 'release'>) {
  return eb
    .selectFrom('note')
    .select((note) => note.fn.countAll<number>().as('count'))
    .whereRef('note.project_id', '=', 'release.project_id')
    .whereRef('note.release_id', '=', 'release.id');
}

/** Keyset paging over keys of which some go up and some down, so no row comparison will do. */
function isBehind(
  eb: ExpressionBuilder<Schema, 'release'>,
  [afterOut, afterDay, afterPosition, afterId]: Place,
): ExpressionWrapper<Schema, 'release', SqlBool> {
  const { and, or } = eb;
  const sameDay = and([
    eb(day, '=', afterDay),
    or([
      eb('position', '>', afterPosition),
      and([eb('position', '=', afterPosition), eb('id', '<', afterId)]),
    ]),
  ]);
  return or([
    eb(out, '>', afterOut),
    and([eb(out, '=', afterOut), or([eb(day, '<', afterDay), sameDay])]),
  ]);
}
