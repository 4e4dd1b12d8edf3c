import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { type BucketBook, type Countable, dimensionsCounted } from '../tallies/buckets.ts';
import { createCounts } from '../tallies/counts.ts';
import { addExposureTallies, type ExposureTallyKey } from '../tallies/exposure-tally-queries.ts';
import { dayOf } from '../visitors/occurred-at.ts';
import { type Exposure, insertExposures, listExposures } from './exposure-queries.ts';

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
  save(trx: Db): Promise<void>;
}

/** When a visitor and a release first met in each way. */
type FirstTimes = { [Kind in ExposureKind]?: string };

/** Reads what is stored of these pairs. Sightings of other pairs must not be recorded in it. */
export async function openExposures(
  trx: Db,
  pairs: readonly Pair[],
  { buckets, slot }: { buckets: BucketBook; slot: number },
): Promise<ExposureBook> {
  const known = new Map<string, FirstTimes>();
  const added: Exposure[] = [];
  const counts = createCounts<ExposureTallyKey>();

  function timesOf(pair: Pair): FirstTimes {
    const name = nameOf(pair);
    const times = known.get(name) ?? {};
    known.set(name, times);
    return times;
  }

  for (const stored of await listExposures(trx, distinct(pairs))) {
    timesOf(stored)[stored.kind] = stored.firstAt;
  }

  return {
    firstShownAt: (pair) => known.get(nameOf(pair))?.shown,
    record(sighting) {
      const times = timesOf(sighting);
      const news = kindsIn(sighting).filter((kind) => times[kind] === undefined);
      if (news.length === 0) return;
      const chosen = buckets.choose(sighting);
      const [under, json] = [dimensionsCounted(chosen), JSON.stringify(chosen)];
      for (const kind of news) {
        times[kind] = sighting.at;
        added.push(toExposure(sighting, kind, json));
        counts.add(tallyKeyOf(sighting, kind, slot), under, 1);
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

function kindsIn({ kind }: Sighting): ExposureKind[] {
  return kind === 'read' ? ['shown', 'read'] : [kind];
}

function toExposure(sighting: Sighting, kind: ExposureKind, buckets: string): Exposure {
  return {
    projectId: sighting.projectId,
    visitorId: sighting.visitorId,
    releaseId: sighting.releaseId,
    kind,
    firstAt: sighting.at,
    ranVersion: kind === 'ran' ? sighting.facts.version : null,
    buckets,
  };
}

function distinct(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [nameOf(pair), pair])).values()];
}

function nameOf({ projectId, visitorId, releaseId }: Pair): string {
  return `${projectId} ${visitorId} ${releaseId}`;
}
