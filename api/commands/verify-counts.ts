import { chainSentence } from '../audit/audit.ts';
import { verifyAudit } from '../change/verify-audit.ts';
import { openExisting } from '../db/connect.ts';
import type { Db } from '../db/database.ts';
import { listProjectNames } from '../projects/projects.ts';
import { recount } from '../responses/recount.ts';

/** What was found, in sentences, and whether all of it is as it must be. */
export interface Verdict {
  whole: boolean;
  lines: string[];
}

/**
 * `tidings verify`: counts every tally anew from the answers and walks every audit chain. It reads
 * all answers, and changes nothing.
 */
export async function verifyAt(databaseUrl: string): Promise<Verdict> {
  const database = await openExisting(databaseUrl);
  try {
    const verdicts: Verdict[] = [];
    for (const { id, slug } of await listProjectNames(database.reader)) {
      verdicts.push(await verifyProject(database.reader, id, slug));
    }
    return {
      whole: verdicts.every(({ whole }) => whole),
      lines: verdicts.flatMap(({ lines }) => lines),
    };
  } finally {
    await database.close();
  }
}

async function verifyProject(db: Db, id: string, slug: string): Promise<Verdict> {
  const differences = await recount(db, id);
  const audit = await verifyAudit(db, id);
  const counts = differences.map(({ table, row }) => {
    return `${slug}: ${table} does not follow from the answers: ${JSON.stringify(row)}`;
  });
  const whole = counts.length === 0 && audit.ok;
  return {
    whole,
    lines: [
      chainSentence(slug, audit),
      ...(counts.length > 0 ? counts : [`${slug}: all counts hold.`]),
    ],
  };
}
