import type { Sighting } from '../../contract/sightings.ts';
import type { Db } from '../db/connect.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';

/** That a page of an origin asked for a project's feed. */
export interface Seen {
  projectId: string;
  origin: string;
  at: string;
}

const columns = {
  project_id: 'text',
  origin: 'text',
  first_seen_at: 'text',
  last_seen_at: 'text',
} as const;

const upsert = batchStatement(
  columns,
  (given) => `${insertInto('sighting', columns, given)} on conflict (project_id, origin)
    do update set last_seen_at = excluded.last_seen_at
    where sighting.last_seen_at < excluded.last_seen_at`,
);

/** No two of them are of the same project and origin. */
export async function upsertSightings(trx: Db, seen: readonly Seen[]): Promise<void> {
  const rows = seen.map(({ projectId, origin, at }) => ({
    project_id: projectId,
    origin,
    first_seen_at: at,
    last_seen_at: at,
  }));
  await upsert(trx, rows);
}

/** Forgets all of a project but those seen last. */
export async function deleteOldSightings(trx: Db, projectId: string, kept: number): Promise<void> {
  await trx
    .deleteFrom('sighting')
    .where('project_id', '=', projectId)
    .where('origin', 'not in', (query) =>
      query
        .selectFrom('sighting')
        .select('origin')
        .where('project_id', '=', projectId)
        .orderBy('last_seen_at', 'desc')
        .orderBy('origin')
        .limit(kept),
    )
    .execute();
}

/** The one seen last first. */
export async function listSightings(db: Db, projectId: string): Promise<Sighting[]> {
  return db
    .selectFrom('sighting')
    .select(['origin', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt'])
    .where('project_id', '=', projectId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('origin')
    .execute();
}
