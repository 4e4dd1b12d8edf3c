import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/connect.ts';
import { createCounts } from '../db/counts.ts';
import { type BucketBook, type Countable, dimensionsCounted } from './buckets.ts';
import {
  addExposureTallies,
  type Exposure,
  type ExposureTallyKey,
  insertExposures,
  listExposures,
  listOpenings,
} from './exposure-queries.ts';
import { dayOf } from './occurred-at.ts';

/** A visitor and a release: what an exposure is about. */
export interface Pair {
  projectId: string;
  visitorId: string;
  releaseId: string;
}

/** That a visitor and a release met, perhaps not for the first time. */
export interface Sighting extends Pair, Countable {
  kind: ExposureKind;
  at: string;
}

/** The exposures that a batch is about, as they will be when it is saved. */
export interface ExposureBook {
  /** When the visitor was first shown the release: their 14 days to answer begin. */
  firstShownAt(pair: Pair): string | undefined;
  /** Counted once per visitor, release and kind. Whoever read a release was shown it. */
  record(sighting: Sighting): void;
  /** Inserts what is new, with its tallies. */
  save(trx: Db, slot: number): Promise<void>;
}

/** Reads what is stored of these pairs. Sightings of other pairs must not be recorded in it. */
export async function openExposures(
  trx: Db,
  pairs: readonly Pair[],
  buckets: BucketBook,
): Promise<ExposureBook> {
  const firstAt = new Map<string, string>();
  for (const stored of await listExposures(trx, distinct(pairs))) {
    firstAt.set(nameOf(stored, stored.kind), stored.firstAt);
  }
  const added: (Sighting & { buckets: Record<string, string> })[] = [];

  function record(sighting: Sighting): void {
    if (sighting.kind === 'read') record({ ...sighting, kind: 'shown' });
    const name = nameOf(sighting, sighting.kind);
    if (firstAt.has(name)) return;
    firstAt.set(name, sighting.at);
    added.push({ ...sighting, buckets: buckets.choose(sighting) });
  }

  return {
    record,
    firstShownAt: (pair) => firstAt.get(nameOf(pair, 'shown')),
    async save(trx, slot) {
      await insertExposures(trx, added.map(toExposure));
      const counts = createCounts<ExposureTallyKey>();
      for (const exposure of added) {
        for (const key of keysOf(exposure, exposure.buckets, slot)) counts.add(key, 1);
      }
      await addExposureTallies(trx, counts.rows());
    },
  };
}

/** Under which keys an exposure is counted. */
export function keysOf(
  exposure: { projectId: string; releaseId: string; kind: ExposureKind; at: string },
  buckets: Record<string, string>,
  slot: number,
): ExposureTallyKey[] {
  return dimensionsCounted(buckets).map(([dimension, value]) => ({
    project_id: exposure.projectId,
    release_id: exposure.releaseId,
    kind: exposure.kind,
    day: dayOf(exposure.at),
    dimension,
    value,
    slot,
  }));
}

/**
 * By id, each release that was ever published, also those rolled back since, with the moment from
 * which on it can be seen; null once it was live.
 */
export async function openingsOf(db: Db, projectId: string): Promise<Map<string, string | null>> {
  return listOpenings(db, projectId);
}

/** Whether visitors may have seen a release by now. */
export function hasOpened(
  openings: ReadonlyMap<string, string | null>,
  releaseId: string,
  now: Date,
): boolean {
  const opensAt = openings.get(releaseId);
  return opensAt !== undefined && (opensAt ?? '') <= now.toISOString();
}

function toExposure(added: Sighting & { buckets: Record<string, string> }): Exposure {
  return {
    projectId: added.projectId,
    visitorId: added.visitorId,
    releaseId: added.releaseId,
    kind: added.kind,
    firstAt: added.at,
    ranVersion: added.kind === 'ran' ? added.facts.version : null,
    buckets: JSON.stringify(added.buckets),
  };
}

function distinct(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [nameOf(pair, ''), pair])).values()];
}

function nameOf({ projectId, visitorId, releaseId }: Pair, kind: string): string {
  return `${projectId} ${visitorId} ${releaseId} ${kind}`;
}
