import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import type { BucketBook, Facts } from '../tallies/buckets.ts';
import type { Identity } from '../visitors/identity.ts';
import { heldAmong } from '../visitors/networks/held-groups.ts';
import {
  openVisitors,
  type Visitor,
  type VisitorBook,
  type VisitorOrigin,
} from '../visitors/visitors.ts';
import { openExposures } from './exposures.ts';
import { settleExposures } from './held-exposures.ts';

/** What one request tells of one visitor, in the order in which it happened. */
export interface Report {
  projectId: string;
  identity: Identity;
  facts: Facts;
  /** The visitor's switch, where it was turned: how it stands in the end. */
  muted?: boolean;
  exposures: { kind: ExposureKind; releaseId: string; at: string }[];
  receivedAt: string;
}

/** Stores reports in order of receipt. What was reported before changes nothing. */
export async function recordReports(
  trx: Db,
  reports: readonly Report[],
  { buckets, slot, ...origin }: VisitorOrigin & { buckets: BucketBook; slot: number },
): Promise<void> {
  const visitors = await openVisitors(trx, reports, origin);
  const sightings = reports.flatMap((report) => sightingsOf(report, visitors));
  await buckets.prepare(trx, sightings);
  const exposures = await openExposures(trx, sightings, { buckets, slot });
  for (const sighting of sightings) exposures.record(sighting);
  await visitors.save(trx);
  await exposures.save(trx);
  await settleExposures(trx, await heldAmong(trx, visitors.met()), slot);
}

function sightingsOf(report: Report, visitors: VisitorBook) {
  const { projectId, facts, muted } = report;
  const visitor = visitors.meet(report, report.receivedAt);
  if (muted !== undefined && muted !== visitor.muted) visitors.change(visitor, { muted });
  const seenAt = lastShownAt(report, visitor);
  if (seenAt !== visitor.seenAt) visitors.change(visitor, { seenAt });
  const visitorId = visitor.id;
  return report.exposures.map((exposure) => ({ projectId, visitorId, facts, ...exposure }));
}

function lastShownAt({ exposures }: Report, { seenAt }: Visitor): string | null {
  const shown = exposures.filter(({ kind }) => kind === 'shown').map(({ at }) => at);
  return shown.reduce((last, at) => (last !== null && last > at ? last : at), seenAt);
}
