import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { type BucketRegistry, type Countable, tallyDimensions } from '../tallies/buckets.ts';
import { createCounts } from '../tallies/counts.ts';
import { addExposureTallies, type ExposureTallyKey } from '../tallies/exposure-tally-queries.ts';
import { dayOf } from '../visitors/occurred-at.ts';
import { type Exposure, insertExposures, listExposures } from './exposure-queries.ts';

/** A visitor and a release: what an exposure is about. */
export interface ExposurePair {
  projectId: string;
  visitorId: string;
  releaseId: string;
}

/** That a visitor and a release met, perhaps not for the first time. */
export interface ExposureEvent extends ExposurePair, Countable {
  kind: ExposureKind;
  at: string;
}

/** The exposures that a batch is about, as they will be when it is saved. */
export interface ExposureBatch {
  /** When the visitor was first shown the release: their 14 days to answer begin. */
  firstShownAt(pair: ExposurePair): string | undefined;
  /** Counted once per visitor, release and kind. Whoever read a release was shown it. */
  record(event: ExposureEvent): void;
  /** Inserts what is new, with its tallies. */
  save(trx: Db): Promise<void>;
}

/** When a visitor and a release first met in each way. */
type FirstTimes = { [Kind in ExposureKind]?: string };

/** Reads what is stored of these pairs. Sightings of other pairs must not be recorded in it. */
export async function openExposures(
  trx: Db,
  pairs: readonly ExposurePair[],
  { buckets, slot }: { buckets: BucketRegistry; slot: number },
): Promise<ExposureBatch> {
  const known = new Map<string, FirstTimes>();
  const added: Exposure[] = [];
  const counts = createCounts<ExposureTallyKey>();

  function timesOf(pair: ExposurePair): FirstTimes {
    const key = keyOf(pair);
    const times = known.get(key) ?? {};
    known.set(key, times);
    return times;
  }

  for (const stored of await listExposures(trx, distinct(pairs))) {
    timesOf(stored)[stored.kind] = stored.firstAt;
  }

  return {
    firstShownAt: (pair) => known.get(keyOf(pair))?.shown,
    record(event) {
      const times = timesOf(event);
      const newKinds = kindsOf(event).filter((kind) => times[kind] === undefined);
      if (newKinds.length === 0) return;
      const bucketValues = buckets.choose(event);
      const [dimensions, json] = [tallyDimensions(bucketValues), JSON.stringify(bucketValues)];
      for (const kind of newKinds) {
        times[kind] = event.at;
        added.push(toExposure(event, kind, json));
        counts.add(tallyKeyOf(event, kind, slot), dimensions, 1);
      }
    },
    async save(trx) {
      await insertExposures(trx, added);
      await addExposureTallies(trx, counts.rows());
    },
  };
}

/** Under which key an exposure is counted, with each of its dimensions. */
export function tallyKeyOf(
  { projectId, releaseId, at }: { projectId: string; releaseId: string; at: string },
  kind: ExposureKind,
  slot: number,
): ExposureTallyKey {
  return { project_id: projectId, release_id: releaseId, kind, day: dayOf(at), slot };
}

function kindsOf({ kind }: ExposureEvent): ExposureKind[] {
  return kind === 'read' ? ['shown', 'read'] : [kind];
}

function toExposure(event: ExposureEvent, kind: ExposureKind, buckets: string): Exposure {
  return {
    projectId: event.projectId,
    visitorId: event.visitorId,
    releaseId: event.releaseId,
    kind,
    firstAt: event.at,
    ranVersion: kind === 'ran' ? event.details.version : null,
    buckets,
  };
}

function distinct(pairs: readonly ExposurePair[]): ExposurePair[] {
  return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
}

function keyOf({ projectId, visitorId, releaseId }: ExposurePair): string {
  return `${projectId} ${visitorId} ${releaseId}`;
}
