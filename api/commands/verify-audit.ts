import { describeChain } from '../audit/audit.ts';
import { verifyAudit } from '../change/verify-audit.ts';
import { openExisting } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { listProjectNames } from '../projects/projects.ts';

/**
 * `tidings audit verify`: checks the audit chain of every project, or of one, and returns a
 * sentence about each. Changes nothing. Throws `not_found` if there is no such project.
 */
export async function verifyAuditAt(
  databaseUrl: string,
  slug: string | undefined,
): Promise<{ ok: boolean; lines: string[] }> {
  const database = await openExisting(databaseUrl);
  try {
    const all = await listProjectNames(database.reader);
    const projects = all.filter((one) => slug === undefined || one.slug === slug);
    if (slug !== undefined && projects.length === 0) throw unknownProject(slug, all);
    if (projects.length === 0) return { ok: true, lines: ['There are no projects yet.'] };
    const lines: string[] = [];
    let ok = true;
    for (const project of projects) {
      const verification = await verifyAudit(database.reader, project.id);
      ok &&= verification.ok;
      lines.push(describeChain(project.slug, verification));
    }
    return { ok, lines };
  } finally {
    await database.close();
  }
}

function unknownProject(slug: string, all: readonly { slug: string }[]): AppError {
  const known = all.map((one) => one.slug).join(', ') || 'none yet';
  return new AppError(
    'not_found',
    `There is no project "${slug}" here. Existing projects: ${known}.`,
  );
}
