import { expect, test } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import { recordCreators } from '../../api/members/authority.ts';
import { migrations } from '../../migrations/index.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

const at = '2026-11-01T12:00:00.000Z';

onEachDatabase('the creators of keys', ({ openEmpty }) => {
  test('are read from the audit log, by the migration and at each start', async () => {
    const database = await openEmpty();
    const older = Object.entries(migrations).filter(([name]) => name < '0016_grants');
    await migrate(database, Object.fromEntries(older));
    await insertProject(database, 'acme');
    await insertProject(database, 'beta');
    await insertKeys(database, 'acme', 'known');
    await insertKeys(database, 'acme', 'unknown');
    await insertEntry(database, 'acme', { seq: 1, actor: 'person:ann', subject: 'known' });
    await insertEntry(database, 'beta', { seq: 1, actor: 'person:bob', subject: 'unknown' });
    await migrate(database);
    expect(await makersIn(database)).toEqual({ known: 'person:ann', unknown: null });

    // A process of the version before is still running.
    await insertKeys(database, 'acme', 'late');
    await insertEntry(database, 'acme', { seq: 3, actor: 'system', subject: 'late' });
    await recordCreators(database.writer);
    expect(await makersIn(database)).toEqual({
      known: 'person:ann',
      late: 'system',
      unknown: null,
    });
  });
});

/** What the tables of API keys and of token keys say, which is the same here. */
async function makersIn({ reader }: TestDatabase): Promise<Record<string, string | null>> {
  const of = async (table: 'api_key' | 'token_key') => {
    const rows = await reader
      .selectFrom(table)
      .select(['id', 'created_by'])
      .orderBy('id')
      .execute();
    return Object.fromEntries(rows.map((row) => [row.id, row.created_by]));
  };
  const makers = await of('api_key');
  expect(await of('token_key')).toEqual(makers);
  return makers;
}

async function insertProject({ writer }: TestDatabase, id: string): Promise<void> {
  await writer
    .insertInto('project')
    .values({
      ...{ id, slug: id, public_key: `pk_${id}`, name: id, url: null, theme: '{}' },
      ...{ allowed_origins: '[]', tallied_traits: '[]', require_verified: 0, revision: 1 },
      ...{ edition: 1, audit_seq: 0, audit_hash: '', created_at: at, updated_at: at },
    })
    .execute();
}

/** An API key and a token key with one id, as version 0.1.0 writes them. */
async function insertKeys({ writer }: TestDatabase, project_id: string, id: string) {
  const row = { project_id, id, created_at: at };
  const key = { name: id, prefix: id, hash: id, scope: 'admin', expires_at: null } as const;
  await writer
    .insertInto('api_key')
    .values({ ...row, ...key, last_used_at: null })
    .execute();
  await writer
    .insertInto('token_key')
    .values({ ...row, algorithm: 'HS256', material: id, retired_at: null })
    .execute();
}

/** The two entries of the audit log that the creation of such keys wrote. */
async function insertEntry(
  { writer }: TestDatabase,
  project_id: string,
  { seq, actor, subject }: { seq: number; actor: string; subject: string },
): Promise<void> {
  const nouns = ['key', 'token-key'];
  const entries = nouns.map((noun, n) => ({
    ...{ project_id, seq: seq + n, at, actor, action: `${noun}.create` },
    ...{ subject: `${noun}:${subject}`, before: null, after: null },
    ...{ previous_hash: '', hash: '' },
  }));
  await writer.insertInto('audit_entry').values(entries).execute();
}
