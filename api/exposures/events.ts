import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import type { BucketRegistry, VisitorDetails } from '../tallies/buckets.ts';
import type { VisitorIdentity } from '../visitors/identity.ts';
import { listHeldVisitors } from '../visitors/networks/held-groups.ts';
import {
  loadVisitorBatch,
  type Visitor,
  type VisitorBatch,
  type VisitorContext,
} from '../visitors/visitors.ts';
import { openExposures } from './exposures.ts';
import { settleExposures } from './held-exposures.ts';

/** The events of one visitor in one request, in the order in which they happened. */
export interface EventReport {
  projectId: string;
  identity: VisitorIdentity;
  details: VisitorDetails;
  /** The final state of the visitor's switch, if the request changes it. */
  muted?: boolean;
  exposures: { kind: ExposureKind; releaseId: string; at: string }[];
  receivedAt: string;
}

/** Stores reports in order of receipt. An exposure that is already stored changes nothing. */
export async function recordReports(
  trx: Db,
  reports: readonly EventReport[],
  { buckets, slot, ...origin }: VisitorContext & { buckets: BucketRegistry; slot: number },
): Promise<void> {
  const visitors = await loadVisitorBatch(trx, reports, origin);
  const exposureEvents = reports.flatMap((report) => exposureEventsOf(report, visitors));
  await buckets.prepare(trx, exposureEvents);
  const exposures = await openExposures(trx, exposureEvents, { buckets, slot });
  for (const event of exposureEvents) exposures.record(event);
  await visitors.save(trx);
  await exposures.save(trx);
  await settleExposures(trx, await listHeldVisitors(trx, visitors.all()), slot);
}

function exposureEventsOf(report: EventReport, visitors: VisitorBatch) {
  const { projectId, details, muted } = report;
  const visitor = visitors.findOrCreate(report, report.receivedAt);
  if (muted !== undefined && muted !== visitor.muted) visitors.update(visitor, { muted });
  const seenAt = lastShownAt(report, visitor);
  if (seenAt !== visitor.seenAt) visitors.update(visitor, { seenAt });
  const visitorId = visitor.id;
  return report.exposures.map((exposure) => ({ projectId, visitorId, details, ...exposure }));
}

function lastShownAt({ exposures }: EventReport, { seenAt }: Visitor): string | null {
  const shown = exposures.filter(({ kind }) => kind === 'shown').map(({ at }) => at);
  return shown.reduce((last, at) => (last !== null && last > at ? last : at), seenAt);
}
