import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import { storedAnonymousId } from '../../api/visitors/anonymous-id.ts';
import { loadVisitorBatch } from '../../api/visitors/visitors.ts';
import { migrations } from '../../migrations/index.ts';
import { startRatingFixture } from '../responses/rating-fixture.ts';
import { testKeys } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

const anonymousId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

onEachDatabase('an anonymous visitor’s own id', ({ open, openEmpty }) => {
  const namesIn = ({ reader }: TestDatabase) =>
    reader.selectFrom('visitor_alias').select(['anonymous_id', 'visitor_id']).execute();

  test('is a secret that is stored nowhere: a hash of it names the visitor', async () => {
    const database = await open();
    const asking = await startRatingFixture(database);
    await asking.sendAccepted(asking.answer({ visitor: anonymousId }));
    const [name, ...others] = await namesIn(database);
    expect(others).toEqual([]);
    expect(name?.anonymous_id).toBe(storedAnonymousId(anonymousId));
    for (const table of [
      'visitor',
      'visitor_alias',
      'exposure',
      'response',
      'response_revision',
    ] as const) {
      const stored = await database.reader.selectFrom(table).selectAll().execute();
      expect(stored).not.toEqual([]);
      expect(JSON.stringify(stored)).not.toContain(anonymousId);
    }
    await asking.api.stop();
  });

  test('is stored as its first 48 bits and 128 bits of its hash', () => {
    const hash = createHash('sha256').update(anonymousId).digest('hex');
    expect(storedAnonymousId(anonymousId)).toBe(`aaaaaaaabbbb${hash.slice(0, 32)}`);
  });

  test.each([
    ['was here when it was the id of everything', '0012_visitor_alias'],
    ['was stored by a server of that time beside a newer one', '0013_instance_keys'],
  ])('finds whoever %s', async (_, first) => {
    const database = await openEmpty();
    const older = Object.entries(migrations).filter(([name]) => name < first);
    await migrate(database, Object.fromEntries(older));
    await insertThen(database, { id: anonymousId, subject: null });
    await insertThen(database, { id: 'made by the server', subject: 'ann' });
    await migrate(database);
    expect(await namesIn(database)).toEqual([
      { anonymous_id: anonymousId, visitor_id: anonymousId },
    ]);
    const identity = { kind: 'anonymous', anonymousId, traits: {} } as const;
    const someone = { projectId: 'acme', identity };
    const origin = { keys: testKeys.visitors, randomId: () => 'new' };
    const visitors = await loadVisitorBatch(database.writer, [someone], origin);
    expect(visitors.idOf(someone)).toBe(anonymousId);
    const jobs = await database.reader.selectFrom('job').selectAll().execute();
    expect(jobs).toMatchObject([{ name: 'hash-anonymous-ids', done_at: null }]);
  });
});

/** A visitor of the project `acme`, as the schema of that time had both. */
async function insertThen(
  { writer }: TestDatabase,
  who: { id: string; subject: string | null },
): Promise<void> {
  const at = '2026-11-01T12:00:00.000Z';
  await writer
    .insertInto('project')
    .values({
      ...{ id: 'acme', slug: 'acme', public_key: 'pk_acme', name: 'Acme', url: null, theme: '{}' },
      ...{ allowed_origins: '[]', tallied_traits: '[]', require_verified: 0, revision: 1 },
      ...{ edition: 1, audit_seq: 0, audit_hash: '', created_at: at, updated_at: at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await writer
    .insertInto('visitor')
    .values({
      ...{ project_id: 'acme', pseudonym: who.id, bucket_key: who.id, account: null, muted: 0 },
      ...{ seen_at: null, created_at: at, ...who },
    })
    .execute();
}
