import type { Sighting } from '../../contract/sightings.ts';
import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import type { Flag } from '../db/schema/flag.ts';
import { isOriginAllowed } from './origins.ts';

/** A page's request for a project's feed, or any of its requests that was refused. */
export interface Heartbeat {
  projectId: string;
  origin: string;
  at: string;
  isRefused: boolean;
}

const columns = {
  project_id: 'text',
  origin: 'text',
  first_seen_at: 'text',
  last_seen_at: 'text',
  refused: 'integer',
} as const;

const upsert = batchStatement(
  columns,
  (given) => `${insertInto('sighting', columns, given)} on conflict (project_id, origin)
    do update set last_seen_at = excluded.last_seen_at, refused = excluded.refused
    where sighting.last_seen_at < excluded.last_seen_at`,
);

/** Stores heartbeats, no two of them with the same project and origin. */
export async function upsertHeartbeats(trx: Db, heartbeats: readonly Heartbeat[]): Promise<void> {
  const rows = heartbeats.map(({ projectId, origin, at, isRefused }) => ({
    project_id: projectId,
    origin,
    first_seen_at: at,
    last_seen_at: at,
    refused: isRefused ? (1 as const) : (0 as const),
  }));
  await upsert(trx, rows);
}

/** Deletes a project's origins, refused or other, except the `keepCount` that were seen last. */
export async function deleteOldestHeartbeats(
  trx: Db,
  projectId: string,
  refused: Flag,
  keepCount: number,
): Promise<void> {
  await trx
    .deleteFrom('sighting')
    .where('project_id', '=', projectId)
    .where('refused', '=', refused)
    .where('origin', 'not in', (query) =>
      query
        .selectFrom('sighting')
        .select('origin')
        .where('project_id', '=', projectId)
        .where('refused', '=', refused)
        .orderBy('last_seen_at', 'desc')
        .orderBy('origin')
        .limit(keepCount),
    )
    .execute();
}

/** Deletes the origins of all projects that were last seen before this time. */
export async function deleteHeartbeatsBefore(trx: Db, lastSeenBefore: string): Promise<void> {
  await trx.deleteFrom('sighting').where('last_seen_at', '<', lastSeenBefore).execute();
}

/** Lists a project's origins, last seen first. `isRefused` is computed from the allowed origins. */
export async function listHeartbeats(
  db: Db,
  projectId: string,
  allowedOrigins: readonly string[],
): Promise<Sighting[]> {
  const rows = await db
    .selectFrom('sighting')
    .select(['origin', 'first_seen_at', 'last_seen_at'])
    .where('project_id', '=', projectId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('origin')
    .execute();
  return rows.map(({ origin, first_seen_at, last_seen_at }) => ({
    origin,
    firstSeenAt: first_seen_at,
    lastSeenAt: last_seen_at,
    isRefused: !isOriginAllowed(allowedOrigins, origin),
  }));
}
