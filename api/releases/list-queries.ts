import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { id, instant, text } from '../../contract/fields.ts';
import type { ReleaseFilter } from '../../contract/releases.ts';
import type { ReleaseOrder } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';
import { notesOfRelease } from '../notes/note-queries.ts';
import { type ReleaseRecord, toReleaseRecord } from './queries.ts';

type Direction = 'asc' | 'desc';
type SortKey = [expression: ReturnType<typeof sql<string | number>>, direction: Direction];

const dateCursor = z.tuple([z.literal([0, 1]), text(10), z.int32(), id]);

/** Cursors in the members' list of releases, by order: the values of the order's sort keys. */
export const cursorSchemas = {
  newest: dateCursor,
  oldest: dateCursor,
  changed: z.tuple([instant, id]),
} as const satisfies Record<ReleaseOrder, z.ZodType>;
export type ReleaseCursor = readonly (string | number)[];

const stateRank = sql<0 | 1>`case when state in ('draft', 'scheduled') then 0 else 1 end`;
const day = sql<string>`coalesce(display_date, '')`;
const position = sql<number>`release.position`;
const releaseId = sql<string>`release.id`;
const changedAt = sql<string>`release.updated_at`;

const countNotes = notesOfRelease().select((note) => note.fn.countAll<number>().as('count'));

const reverse = { asc: 'desc', desc: 'asc' } as const;
const newest: SortKey[] = [
  [stateRank, 'asc'],
  [day, 'desc'],
  [position, 'asc'],
  [releaseId, 'desc'],
];
const orders: Record<ReleaseOrder, SortKey[]> = {
  newest,
  oldest: newest.map(([expression, direction]) => [expression, reverse[direction]]),
  changed: [
    [changedAt, 'desc'],
    [releaseId, 'desc'],
  ],
};

export interface ListedRelease {
  release: ReleaseRecord;
  noteCount: number;
  cursor: ReleaseCursor;
}

/** Returns up to `limit` releases after the cursor, in the order of `sort`. */
export async function listReleases(
  db: Db,
  projectId: string,
  {
    state,
    search,
    sort,
    after,
    limit,
  }: ReleaseFilter & { after?: ReleaseCursor | undefined; limit: number },
): Promise<ListedRelease[]> {
  const keys = orders[sort];
  let query = db
    .selectFrom('release')
    .selectAll('release')
    .select([stateRank.as('out'), day.as('day'), countNotes.as('note_count')])
    .where('project_id', '=', projectId)
    .$if(state !== undefined, (all) => all.where('state', '=', state ?? 'draft'))
    .$if(search !== undefined, (all) => all.where((eb) => containsText(eb, search ?? '')))
    .$if(after !== undefined, (all) => all.where((eb) => isAfterCursor(eb, keys, after ?? [])))
    .limit(limit);
  for (const [expression, direction] of keys) query = query.orderBy(expression, direction);
  return (await query.execute()).map((row) => ({
    release: toReleaseRecord(row),
    noteCount: row.note_count ?? 0,
    cursor:
      sort === 'changed' ? [row.updated_at, row.id] : [row.out, row.day, row.position, row.id],
  }));
}

/** `lower` folds only A to Z: on SQLite always, on PostgreSQL in the C collation. */
function containsText(eb: ExpressionBuilder<Schema, 'release'>, search: string) {
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const has = (column: string) =>
    sql<SqlBool>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`;
  const inNotes = notesOfRelease()
    .select('note.id')
    .where((note) => note.or([has('note.title'), has('note.body')]));
  return eb.or([has('release.version'), has('release.title'), eb.exists(inNotes)]);
}

/** Keyset paging. Some keys ascend and others descend, so one row comparison is not enough. */
function isAfterCursor(
  eb: ExpressionBuilder<Schema, 'release'>,
  [key, ...others]: SortKey[],
  [value, ...values]: ReleaseCursor,
): ExpressionWrapper<Schema, 'release', SqlBool> {
  if (!key || value === undefined) return eb.and([eb.lit(false)]);
  const [expression, direction] = key;
  return eb.or([
    eb(expression, direction === 'asc' ? '>' : '<', value),
    eb.and([eb(expression, '=', value), isAfterCursor(eb, others, values)]),
  ]);
}

export async function listVersionsById(
  db: Db,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('release')
    .select(['id', 'version'])
    .where('project_id', '=', projectId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, version }) => [id, version]));
}
