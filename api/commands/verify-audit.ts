import { chainSentence } from '../audit/audit.ts';
import { verifyAudit } from '../change/verify-audit.ts';
import { openExisting } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { listProjectNames } from '../projects/projects.ts';

/**
 * `tidings audit verify`: walks the audit chain of every project, or of one, and says in a sentence
 * each whether it holds. It changes nothing. Throws `not_found` for a project that is not there.
 */
export async function verifyAuditAt(
  databaseUrl: string,
  slug: string | undefined,
): Promise<{ whole: boolean; lines: string[] }> {
  const database = await openExisting(databaseUrl);
  try {
    const all = await listProjectNames(database.reader);
    const wanted = all.filter((one) => slug === undefined || one.slug === slug);
    if (slug !== undefined && wanted.length === 0) throw unknown(slug, all);
    if (wanted.length === 0) return { whole: true, lines: ['There is no project yet.'] };
    const lines: string[] = [];
    let whole = true;
    for (const project of wanted) {
      const verdict = await verifyAudit(database.reader, project.id);
      whole &&= verdict.ok;
      lines.push(chainSentence(project.slug, verdict));
    }
    return { whole, lines };
  } finally {
    await database.close();
  }
}

function unknown(slug: string, all: readonly { slug: string }[]): AppError {
  const known = all.map((one) => one.slug).join(', ') || 'none yet';
  return new AppError('not_found', `There is no project "${slug}" here. It has: ${known}.`);
}
