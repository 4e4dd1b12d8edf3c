import { sql } from 'kysely';
import type { Member } from '../../contract/members.ts';
import { type Role, roles } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';

/** The key of a member: a person in a project. */
export interface MemberKey {
  projectId: string;
  personId: string;
}

/** A member's row. The name and the e-mail address are stored with the person. */
export type MemberRecord = Omit<Member, 'name' | 'email'>;

/** A person's roles by project id, in no order. */
export async function listRoles(db: Db, personId: string): Promise<Map<string, Role>> {
  const query = db.selectFrom('member').select(['project_id', 'role']);
  const rows = await query.where('person_id', '=', personId).execute();
  return new Map(rows.map((row) => [row.project_id, row.role]));
}

export async function findRole(
  db: Db,
  { projectId, personId }: MemberKey,
): Promise<Role | undefined> {
  const row = await db
    .selectFrom('member')
    .select('role')
    .where('project_id', '=', projectId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.role;
}

export async function findMemberRecord(
  db: Db,
  { projectId, personId }: MemberKey,
): Promise<MemberRecord | undefined> {
  return memberRecords(db, projectId).where('person_id', '=', personId).executeTakeFirst();
}

/** In the order in which the people joined this instance, after `afterId` if it is given. */
export async function listMemberRecords(
  db: Db,
  projectId: string,
  { afterId, count }: { afterId: string | undefined; count: number },
): Promise<MemberRecord[]> {
  return memberRecords(db, projectId)
    .$if(afterId !== undefined, (query) => query.where('person_id', '>', afterId ?? ''))
    .orderBy('person_id')
    .limit(count)
    .execute();
}

export async function listOwnerIds(db: Db, projectId?: string): Promise<string[]> {
  const rows = await db
    .selectFrom('member')
    .select('person_id')
    .distinct()
    .where('role', '=', 'owner')
    .$if(projectId !== undefined, (query) => query.where('project_id', '=', projectId as string))
    .orderBy('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

/** The ids of the projects that have an owner. */
export async function listOwnedProjectIds(db: Db): Promise<Set<string>> {
  const query = db.selectFrom('member').select('project_id').distinct();
  const rows = await query.where('role', '=', 'owner').execute();
  return new Set(rows.map((row) => row.project_id));
}

/** Inserts a member or strengthens a member's role. False if the role is already as strong. */
export async function insertOrStrengthenMember(
  trx: Db,
  { projectId, personId, role }: MemberKey & { role: Role },
  createdAt: string,
): Promise<boolean> {
  const weaker = roles.slice(0, roles.indexOf(role));
  const row = await trx
    .insertInto('member')
    .values({
      project_id: projectId,
      person_id: personId,
      role,
      revision: 1,
      created_at: createdAt,
    })
    .onConflict((conflict) => {
      const known = conflict.columns(['project_id', 'person_id']);
      // No role is weaker than a viewer, and PostgreSQL does not accept `in ()`.
      if (weaker.length === 0) return known.doNothing();
      const stronger = { role, revision: sql<number>`member.revision + 1` };
      return known.doUpdateSet(stronger).where('member.role', 'in', weaker);
    })
    .returning('role')
    .executeTakeFirst();
  return row !== undefined;
}

/** Returns undefined if the revision has changed or the project would lose its last owner. */
export async function updateMemberRole(
  trx: Db,
  key: MemberKey,
  { role, expected }: { role: Role; expected: number | '*' },
): Promise<{ revision: number } | undefined> {
  return trx
    .updateTable('member')
    .set({ role, revision: sql`revision + 1` })
    .where('project_id', '=', key.projectId)
    .where('person_id', '=', key.personId)
    .$if(expected !== '*', (query) => query.where('revision', '=', Number(expected)))
    .$if(role !== 'owner', (query) => query.where(keepsAnOwner(key)))
    .returning('revision')
    .executeTakeFirst();
}

/** False if the revision has changed or the project would lose its last owner. */
export async function deleteMemberRow(
  trx: Db,
  key: MemberKey,
  expected: number | '*',
): Promise<boolean> {
  const row = await trx
    .deleteFrom('member')
    .where('project_id', '=', key.projectId)
    .where('person_id', '=', key.personId)
    .$if(expected !== '*', (query) => query.where('revision', '=', Number(expected)))
    .where(keepsAnOwner(key))
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A condition: the member is not an owner, or not the only one. */
function keepsAnOwner({ projectId, personId }: MemberKey) {
  return sql<boolean>`(member.role <> 'owner' or exists (
    select 1 from member as other where other.project_id = ${projectId}
      and other.role = 'owner' and other.person_id <> ${personId}))`;
}

function memberRecords(db: Db, projectId: string) {
  return db
    .selectFrom('member')
    .select(['person_id as id', 'role', 'revision', 'created_at as createdAt'])
    .where('project_id', '=', projectId);
}
