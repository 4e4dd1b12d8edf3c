import { sql } from 'kysely';
import { newId } from '../../api/ids.ts';
import type { TestDatabase } from '../support/databases.ts';

/** An anonymous visitor as an earlier version stored them. */
export interface EarlierVisitor {
  projectId: string;
  anonymousId: string;
}

/**
 * Stores visitors as versions before migration 0015 did: under the anonymous id itself, or, `since`
 * migration 0012, under an id of their own with the anonymous id as alias. Opens the job for them.
 */
export async function storeEarlierVisitors(
  { writer }: TestDatabase,
  projectId: string,
  { before, since }: { before: number; since: number },
): Promise<EarlierVisitor[]> {
  const visitors = Array.from({ length: before + since }, (_, n) => {
    const anonymousId: string = crypto.randomUUID();
    return { n, anonymousId, id: n < before ? anonymousId : newId() };
  });
  const created_at = '2026-05-01T12:00:00.000Z';
  await writer.transaction().execute(async (trx) => {
    for (let from = 0; from < visitors.length; from += 500) {
      const some = visitors.slice(from, from + 500);
      const rows = some.map(({ n, id }) => ({
        ...{ project_id: projectId, id, pseudonym: `name ${n}`, bucket_key: `key ${n}` },
        ...{ subject: null, account: null, muted: 0 as const, seen_at: created_at, created_at },
      }));
      await trx.insertInto('visitor').values(rows).execute();
      const aliases = some.map(({ id, anonymousId }) => ({
        ...{ project_id: projectId, anonymous_id: anonymousId, visitor_id: id },
      }));
      await trx.insertInto('visitor_alias').values(aliases).execute();
    }
  });
  await openHashingJob(writer);
  return visitors.map(({ anonymousId }) => ({ projectId, anonymousId }));
}

/** What migration 0015 leaves where there are earlier visitors. */
async function openHashingJob(writer: TestDatabase['writer']): Promise<void> {
  await sql`insert into job (name) values ('hash-anonymous-ids')`.execute(writer);
  await sql`create index response_by_visitor on response (project_id, visitor_id)`.execute(writer);
  await sql`create index visitor_alias_by_visitor on visitor_alias (project_id, visitor_id)`.execute(
    writer,
  );
}
