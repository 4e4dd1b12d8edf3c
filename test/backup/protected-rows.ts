import type { Database } from '../../api/db/database.ts';
import type { Protection } from '../../api/db/instance/protection.ts';

export const project = '01980000-0000-7000-8000-000000000001';
export const keyId = '01980000-0000-7000-8000-000000000002';
const personId = '01980000-0000-7000-8000-000000000003';
const dayMs = 86_400_000;

/** A project with an HS256 and an EdDSA key, and a person with a live and an expired session. */
export async function insertProtectedRows(
  { writer }: Database,
  protection: Protection,
  now: Date,
): Promise<void> {
  const at = (days: number) => new Date(now.getTime() + days * dayMs).toISOString();
  await writer
    .insertInto('project')
    .values(projectRow(at(0)))
    .execute();
  const key = { project_id: project, created_at: at(0), retired_at: null, created_by: null };
  const material = protection.seal('a shared secret', keyContext);
  await writer
    .insertInto('token_key')
    .values([
      { ...key, id: keyId, algorithm: 'HS256', material },
      { ...key, id: `${keyId.slice(0, -1)}9`, algorithm: 'EdDSA', material: 'line 1\nline\t2\\n' },
    ])
    .execute();
  const times = { created_at: at(0), updated_at: at(0) };
  const person = { id: personId, name: 'Ann', email: 'ann@example.com', image: null };
  await writer
    .insertInto('person')
    .values({ ...person, email_verified: 0, ...times })
    .execute();
  const session = { person_id: personId, address: null, agent: null, ...times };
  await writer
    .insertInto('person_session')
    .values([
      { ...session, id: 'session-1', token: 'live', expires_at: at(1) },
      { ...session, id: 'session-2', token: 'expired', expires_at: at(-1) },
    ])
    .execute();
}

/** The HS256 key's secret as these keys open it; undefined if they do not. */
export async function readSealedSecret(
  { reader }: Database,
  protection: Protection,
): Promise<string | undefined> {
  const { material } = await reader
    .selectFrom('token_key')
    .select('material')
    .where('id', '=', keyId)
    .executeTakeFirstOrThrow();
  return protection.open(material, keyContext)?.text;
}

const keyContext = `token key ${project} ${keyId}`;

const projectRow = (at: string) =>
  ({
    ...{ id: project, slug: 'acme', public_key: 'pk_1', name: 'Acme', url: null, generated: null },
    ...{ allowed_origins: '[]', theme: '{}', tallied_traits: '[]', require_verified: 0 as const },
    ...{ revision: 1, edition: 1, audit_seq: 0, audit_hash: '0'.repeat(64) },
    ...{ created_at: at, updated_at: at },
  }) as const;
