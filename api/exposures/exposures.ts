import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { type BucketRegistry, type Countable, tallyDimensions } from '../tallies/buckets.ts';
import { createCounts } from '../tallies/counts.ts';
import { addExposureTallies, type ExposureTallyKey } from '../tallies/exposure-tally-queries.ts';
import { dayOf } from '../visitors/occurred-at.ts';
import { type Exposure, insertExposures, listExposures } from './exposure-queries.ts';

/** The visitor and the release of an exposure. */
export interface ExposurePair {
  projectId: string;
  visitorId: string;
  releaseId: string;
}

/** An event between a visitor and a release, which may not be the first of its kind. */
export interface ExposureEvent extends ExposurePair, Countable {
  kind: ExposureKind;
  at: string;
}

/** The exposures of a batch, with the new ones that `save` stores. */
export interface ExposureBatch {
  /** When the visitor was first shown the release, which starts the 14 days to answer. */
  firstShownAt(pair: ExposurePair): string | undefined;
  /** Counts once per visitor, release and kind. A visitor who read a release was also shown it. */
  record(event: ExposureEvent): void;
  /** Inserts the new exposures and adds their tallies. */
  save(trx: Db): Promise<void>;
}

/** When the first event of each kind happened between a visitor and a release. */
type FirstTimes = { [Kind in ExposureKind]?: string };

/** Loads the stored exposures of these pairs. Only events of these pairs may be recorded in it. */
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

/** Returns the key that an exposure is counted under, with each of its dimensions. */
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
