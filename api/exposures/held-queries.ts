import type { Db } from '../db/database.ts';
import { batchStatement } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';
import { type Exposure, toExposure } from './exposure-queries.ts';

type Row = Omit<Schema['exposure'], 'quarantined'>;

const update = batchStatement<{ project_id: string; visitor_id: string; quarantined: number }, Row>(
  { project_id: 'text', visitor_id: 'text', quarantined: 'integer' },
  (given) => `update exposure set quarantined = given.quarantined from ${given.table}
    where exposure.project_id = given.project_id and exposure.visitor_id = given.visitor_id
      and exposure.quarantined <> given.quarantined
    returning *`,
);

/** Sets whether these visitors' exposures are left out. Returns the exposures that changed. */
export async function updateQuarantine(
  trx: Db,
  projectId: string,
  visitorIds: readonly string[],
  isLeftOut: boolean,
): Promise<Exposure[]> {
  const quarantined = isLeftOut ? 1 : 0;
  const keys = visitorIds.map((id) => ({
    project_id: projectId,
    visitor_id: id,
    quarantined,
  }));
  return (await update(trx, keys)).rows.map(toExposure);
}
