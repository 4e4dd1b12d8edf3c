import { type Selectable, sql } from 'kysely';
import type { Member } from '../../contract/members.ts';
import type { PersonSession } from '../../contract/people.ts';
import { type Role, roles } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';

/** A person's place in a project. */
export interface Place {
  projectId: string;
  personId: string;
}

export type Membership = PersonSession['projects'][number];

/** All projects of a person, by name. */
export async function listMemberships(db: Db, personId: string): Promise<Membership[]> {
  return db
    .selectFrom('member')
    .innerJoin('project', 'project.id', 'member.project_id')
    .select(['project.id', 'project.slug', 'project.name', 'member.role'])
    .where('member.person_id', '=', personId)
    .orderBy('project.name')
    .orderBy('project.id')
    .execute();
}

export async function findRole(db: Db, { projectId, personId }: Place): Promise<Role | undefined> {
  const row = await db
    .selectFrom('member')
    .select('role')
    .where('project_id', '=', projectId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.role;
}

export async function findMember(
  db: Db,
  { projectId, personId }: Place,
): Promise<Member | undefined> {
  const row = await membersOf(db, projectId)
    .where('member.person_id', '=', personId)
    .executeTakeFirst();
  return row && toMember(row);
}

/** In the order in which the people came to this instance, after the given one where there is one. */
export async function listMembers(
  db: Db,
  projectId: string,
  { afterId, count }: { afterId: string | undefined; count: number },
): Promise<Member[]> {
  const rows = await membersOf(db, projectId)
    .$if(afterId !== undefined, (query) => query.where('member.person_id', '>', afterId ?? ''))
    .orderBy('member.person_id')
    .limit(count)
    .execute();
  return rows.map(toMember);
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

/** Of the whole instance, in the order of their ids. */
export async function listOwnerlessProjectIds(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('project')
    .select('id')
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('member')
            .select('person_id')
            .whereRef('member.project_id', '=', 'project.id')
            .where('role', '=', 'owner'),
        ),
      ),
    )
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Strengthens the role of who is a member already; false where theirs is as strong as that. */
export async function insertOrStrengthenMember(
  trx: Db,
  { projectId, personId, role }: Place & { role: Role },
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
      // Nothing is weaker than a viewer, and `in ()` is no SQL to PostgreSQL.
      if (weaker.length === 0) return known.doNothing();
      const stronger = { role, revision: sql<number>`member.revision + 1` };
      return known.doUpdateSet(stronger).where('member.role', 'in', weaker);
    })
    .returning('role')
    .executeTakeFirst();
  return row !== undefined;
}

/** Undefined where it is another revision by now, or where the project would lose its last owner. */
export async function updateMemberRole(
  trx: Db,
  place: Place,
  { role, expected }: { role: Role; expected: number | '*' },
): Promise<{ revision: number } | undefined> {
  return trx
    .updateTable('member')
    .set({ role, revision: sql`revision + 1` })
    .where('project_id', '=', place.projectId)
    .where('person_id', '=', place.personId)
    .$if(expected !== '*', (query) => query.where('revision', '=', Number(expected)))
    .$if(role !== 'owner', (query) => query.where(keepsAnOwner(place)))
    .returning('revision')
    .executeTakeFirst();
}

/** False in the same cases. */
export async function deleteMemberRow(
  trx: Db,
  place: Place,
  expected: number | '*',
): Promise<boolean> {
  const row = await trx
    .deleteFrom('member')
    .where('project_id', '=', place.projectId)
    .where('person_id', '=', place.personId)
    .$if(expected !== '*', (query) => query.where('revision', '=', Number(expected)))
    .where(keepsAnOwner(place))
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this member is no owner, or not the only one. */
function keepsAnOwner({ projectId, personId }: Place) {
  return sql<boolean>`(member.role <> 'owner' or exists (
    select 1 from member as other where other.project_id = ${projectId}
      and other.role = 'owner' and other.person_id <> ${personId}))`;
}

function membersOf(db: Db, projectId: string) {
  return db
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person_id')
    .select([
      'person.id',
      'person.name',
      'person.email',
      'member.role',
      'member.revision',
      'member.created_at',
    ])
    .where('member.project_id', '=', projectId);
}

type MemberColumns = Pick<Selectable<Schema['person']>, 'id' | 'name' | 'email'> &
  Pick<Selectable<Schema['member']>, 'role' | 'revision' | 'created_at'>;

function toMember({ created_at, ...row }: MemberColumns): Member {
  return { ...row, createdAt: created_at };
}
