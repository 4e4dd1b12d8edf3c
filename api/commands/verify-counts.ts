import { describeChain } from '../audit/audit.ts';
import { verifyAudit } from '../change/verify-audit.ts';
import { openExisting } from '../db/connect.ts';
import type { Db } from '../db/database.ts';
import { listProjectNames } from '../projects/projects.ts';
import { recount } from '../responses/recount.ts';

/** The findings in sentences, and whether everything is correct. */
export interface VerifyReport {
  ok: boolean;
  lines: string[];
}

/**
 * `tidings verify`: counts every tally again from the answers and exposures, and checks every audit
 * chain. Reads all answers, and changes nothing.
 */
export async function verifyAt(databaseUrl: string): Promise<VerifyReport> {
  const database = await openExisting(databaseUrl);
  try {
    const reports: VerifyReport[] = [];
    for (const { id, slug } of await listProjectNames(database.reader)) {
      reports.push(await verifyProject(database.reader, id, slug));
    }
    return {
      ok: reports.every(({ ok }) => ok),
      lines: reports.flatMap(({ lines }) => lines),
    };
  } finally {
    await database.close();
  }
}

async function verifyProject(db: Db, id: string, slug: string): Promise<VerifyReport> {
  const differences = await recount(db, id);
  const audit = await verifyAudit(db, id);
  const counts = differences.map(({ table, row }) => {
    return `${slug}: ${table} does not match the answers: ${JSON.stringify(row)}`;
  });
  const ok = counts.length === 0 && audit.ok;
  return {
    ok,
    lines: [
      describeChain(slug, audit),
      ...(counts.length > 0 ? counts : [`${slug}: all counts are correct.`]),
    ],
  };
}
