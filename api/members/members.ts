import type { Member } from '../../contract/members.ts';
import type { PersonSession } from '../../contract/people.ts';
import { type Role, roles } from '../../contract/vocabulary.ts';
import { type Change, type ChangeOptions, changeProject } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError, notFound } from '../errors.ts';
import { listPeopleById } from '../people/people-queries.ts';
import { listProjectNames, listProjectsById } from '../projects/projects.ts';
import {
  deleteMemberRow,
  findMemberRecord,
  findRole,
  insertOrStrengthenMember,
  listMemberRecords,
  listOwnedProjectIds,
  listOwnerIds,
  listRoles,
  type MemberKey,
  type MemberRecord,
  updateMemberRole,
} from './member-queries.ts';
import { type Grant, listGrantsUnder, withdrawGrants } from './withdrawals.ts';

/** A project of a person, and their role in it. */
export type Membership = PersonSession['projects'][number];

/** A change of one member. */
interface MemberUpdate {
  personId: string;
  expected: number | '*';
  /** Ids of keys that would be withdrawn with the right; the actor becomes their creator. */
  takeOver?: readonly string[] | undefined;
}

/** Returns a person's role in a project; undefined if they are not a member. */
export async function findMemberRole(db: Db, key: MemberKey): Promise<Role | undefined> {
  return findRole(db, key);
}

/** Lists all projects of a person, by name. */
export async function listMemberships(db: Db, personId: string): Promise<Membership[]> {
  const rolesByProject = await listRoles(db, personId);
  const projects = await listProjectsById(db, [...rolesByProject.keys()]);
  return projects.flatMap(({ id, slug, name }) => {
    const role = rolesByProject.get(id);
    return role ? [{ id, slug, name, role }] : [];
  });
}

/** Throws `not_found`. */
export async function getMember(db: Db, key: MemberKey): Promise<Member> {
  const record = await findMemberRecord(db, key);
  const [member] = record ? await withPeople(db, [record]) : [];
  if (!member) throw notFound('member');
  return member;
}

/**
 * Lists up to `count` members of a project, after the person with `afterId`, in the order in which
 * the people joined this instance.
 */
export async function listMembers(
  db: Db,
  projectId: string,
  page: { afterId: string | undefined; count: number },
): Promise<Member[]> {
  return withPeople(db, await listMemberRecords(db, projectId, page));
}

async function withPeople(db: Db, members: readonly MemberRecord[]): Promise<Member[]> {
  if (members.length === 0) return [];
  const ids = members.map(({ id }) => id);
  const people = new Map((await listPeopleById(db, ids)).map((person) => [person.id, person]));
  return members.flatMap(({ id, ...record }) => {
    const person = people.get(id);
    return person ? [{ ...person, ...record }] : [];
  });
}

/** Makes a person a member, or strengthens their role. A role that is already as strong stays. */
export async function addMember(
  { trx, projectId, now, record }: Change,
  { personId, role, invitationId }: { personId: string; role: Role; invitationId?: string },
): Promise<void> {
  const newMember = { projectId, personId, role };
  if (!(await insertOrStrengthenMember(trx, newMember, now.toISOString()))) return;
  const after = { role, ...(invitationId && { invitation: invitationId }) };
  record('member.add', `member:${personId}`, { after });
}

/** Makes a person the owner of every project that has no owner. */
export async function assignOwnerlessProjects(
  trx: Db,
  options: Omit<ChangeOptions, 'projectId'>,
  owner: { personId: string; invitationId: string },
): Promise<void> {
  // Projects first, then owners: a project created in between must not look ownerless.
  const projectIds = (await listProjectNames(trx)).map(({ id }) => id).sort();
  const owned = await listOwnedProjectIds(trx);
  for (const projectId of projectIds.filter((id) => !owned.has(id))) {
    const addOwner = (change: Change) => addMember(change, { ...owner, role: 'owner' });
    await changeProject(trx, { ...options, projectId }, addOwner);
  }
}

/** Makes the person who created a project its owner; for a key, the owners of the key's project. */
export async function addCreatorsAsOwners(
  change: Change,
  creator: { personId: string } | { keyProjectId: string },
): Promise<void> {
  const owners =
    'personId' in creator
      ? [creator.personId]
      : await listOwnerIds(change.trx, creator.keyProjectId);
  for (const personId of owners) await addMember(change, { personId, role: 'owner' });
}

/**
 * Makes everyone who owns a project an owner of the change's project, which the operator creates.
 * If there is no owner yet, the first owner gets the project later.
 */
export async function addInstanceOwners(change: Change): Promise<void> {
  for (const personId of await listOwnerIds(change.trx)) {
    await addMember(change, { personId, role: 'owner' });
  }
}

/**
 * Changes a member's role. What the member created is withdrawn unless they stay an owner, except
 * keys that the actor takes over. Throws `not_found`, `precondition_failed`, `last_owner` if the
 * project would be left without an owner, and the errors of `withdrawGrants`.
 */
export async function changeRole(
  change: Change,
  { personId, expected, role, takeOver = [] }: MemberUpdate & { role: Role },
): Promise<Member> {
  const { trx, projectId } = change;
  const key = { projectId, personId };
  const before = await getMember(trx, key);
  const changed = await updateMemberRole(trx, key, { role, expected });
  if (!changed) throw memberEditError(before, expected);
  const states = { before: { role: before.role }, after: { role } };
  change.record('member.edit', `member:${personId}`, states);
  if (role !== 'owner') await withdrawGrants(change, { lostBy: `person:${personId}`, takeOver });
  return { ...before, role, revision: changed.revision };
}

/** Removes a person from a project and withdraws what they created. Throws as `changeRole` does. */
export async function removeMember(
  change: Change,
  { personId, expected, takeOver = [] }: MemberUpdate,
): Promise<void> {
  const { trx, projectId } = change;
  const key = { projectId, personId };
  const before = await getMember(trx, key);
  if (!(await deleteMemberRow(trx, key, expected))) throw memberEditError(before, expected);
  change.record('member.remove', `member:${personId}`, { before: { role: before.role } });
  await withdrawGrants(change, { lostBy: `person:${personId}`, takeOver });
}

/**
 * Lists what would be withdrawn if a member got another role or, if `role` is undefined, were
 * removed. Throws `not_found`, `precondition_failed` and `last_owner`, as the change itself would.
 */
export async function listMemberGrants(
  db: Db,
  { expected, role, ...key }: MemberKey & { expected: number | '*'; role: Role | undefined },
): Promise<Grant[]> {
  const before = await getMember(db, key);
  const isLast = before.role === 'owner' && (await listOwnerIds(db, key.projectId)).length === 1;
  const isStale = expected !== '*' && expected !== before.revision;
  if (isStale || (isLast && role !== 'owner')) throw memberEditError(before, expected);
  if (role === 'owner') return [];
  const { projectId, personId } = key;
  return listGrantsUnder(db, { projectId, actor: `person:${personId}` });
}

/** A person's strongest role; `viewer` if they have none, because anyone who signs in may read. */
export function strongestRole(memberships: readonly Pick<Membership, 'role'>[]): Role {
  return roles.findLast((role) => memberships.some((one) => one.role === role)) ?? 'viewer';
}

function memberEditError({ revision }: Member, expected: number | '*'): AppError {
  if (expected !== '*' && expected !== revision) {
    return new AppError(
      'precondition_failed',
      'Someone else has changed this member. Reload and try again.',
    );
  }
  return new AppError('last_owner', 'This is the last owner. Make someone else an owner first.');
}
