import type { Member } from '../../contract/members.ts';
import type { PersonSession } from '../../contract/people.ts';
import { type Role, roles } from '../../contract/vocabulary.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Db } from '../db/database.ts';
import { AppError, notFound } from '../errors.ts';
import { listPeopleById } from '../people/people-queries.ts';
import { listProjectNames, listProjectsById } from '../projects/projects.ts';
import { holdGrants } from './authority.ts';
import {
  deleteMemberRow,
  findMemberFacts,
  findRole,
  insertOrStrengthenMember,
  listMemberFacts,
  listOwnedProjectIds,
  listOwnerIds,
  listRoles,
  type MemberFacts,
  type Place,
  updateMemberRole,
} from './member-queries.ts';
import { type Grant, listGrantsUnder, withdrawGrants } from './withdrawals.ts';

/** A project of a person, and their role in it. */
export type Membership = PersonSession['projects'][number];

interface MemberChange extends Place {
  actor: string;
  expected: number | '*';
  /** Ids of keys that would be withdrawn with the right, and of which the actor becomes the creator. */
  takeOver?: readonly string[];
}

/** What a person is in a project; undefined where they are no member. */
export async function roleIn(db: Db, place: Place): Promise<Role | undefined> {
  return findRole(db, place);
}

/** All projects of a person, by name. */
export async function listMemberships(db: Db, personId: string): Promise<Membership[]> {
  const found = await listRoles(db, personId);
  const projects = await listProjectsById(db, [...found.keys()]);
  return projects.flatMap(({ id, slug, name }) => {
    const role = found.get(id);
    return role ? [{ id, slug, name, role }] : [];
  });
}

/** Throws `not_found`. */
export async function getMember(db: Db, place: Place): Promise<Member> {
  const found = await findMemberFacts(db, place);
  const [member] = found ? await withPeople(db, [found]) : [];
  if (!member) throw notFound('member');
  return member;
}

/**
 * Up to `count` members of a project in the order in which the people came to this instance, after
 * the person with `afterId`.
 */
export async function listMembers(
  db: Db,
  projectId: string,
  wanted: { afterId: string | undefined; count: number },
): Promise<Member[]> {
  return withPeople(db, await listMemberFacts(db, projectId, wanted));
}

async function withPeople(db: Db, members: readonly MemberFacts[]): Promise<Member[]> {
  if (members.length === 0) return [];
  const ids = members.map(({ id }) => id);
  const people = new Map((await listPeopleById(db, ids)).map((person) => [person.id, person]));
  return members.flatMap(({ id, ...facts }) => {
    const person = people.get(id);
    return person ? [{ ...person, ...facts }] : [];
  });
}

/** Makes a person a member, or a stronger one; whoever is as strong already stays as they are. */
export async function addMember(
  trx: Db,
  { actor, invitationId, ...place }: Place & { role: Role; actor: string; invitationId?: string },
  now: Date,
): Promise<void> {
  if (!(await insertOrStrengthenMember(trx, place, now.toISOString()))) return;
  const { projectId, personId, role } = place;
  const note = { projectId, actor, action: 'member.add', subject: `member:${personId}` };
  const after = { role, ...(invitationId && { invitation: invitationId }) };
  await recordAudit(trx, { ...note, after }, now);
}

/** Makes a person the owner of every project that has none. */
export async function ownTheOwnerless(
  trx: Db,
  { personId, ...by }: { personId: string; actor: string; invitationId: string },
  now: Date,
): Promise<void> {
  // Projects first: one that is created in between, with its owner, must not look ownerless.
  const projectIds = (await listProjectNames(trx)).map(({ id }) => id).sort();
  const owned = await listOwnedProjectIds(trx);
  for (const projectId of projectIds.filter((id) => !owned.has(id))) {
    await addMember(trx, { ...by, projectId, personId, role: 'owner' }, now);
  }
}

/** A new project is its maker's; one that a program made belongs to the owners of that key's project. */
export async function giveToMakers(
  trx: Db,
  made: { projectId: string; actor: string },
  maker: { personId: string } | { keyProjectId: string },
  now: Date,
): Promise<void> {
  const owners =
    'personId' in maker ? [maker.personId] : await listOwnerIds(trx, maker.keyProjectId);
  for (const personId of owners) await addMember(trx, { ...made, personId, role: 'owner' }, now);
}

/** A project that the operator makes belongs to whoever owns any, or later to the first owner. */
export async function giveToOwners(
  trx: Db,
  made: { projectId: string; actor: string },
  now: Date,
): Promise<void> {
  for (const personId of await listOwnerIds(trx)) {
    await addMember(trx, { ...made, personId, role: 'owner' }, now);
  }
}

/**
 * Changes a member's role. What someone who is no longer an owner created is withdrawn, except keys
 * that the actor takes over. Throws `not_found`, `precondition_failed`, `last_owner` if the project
 * would be left without one, and what `withdrawGrants` throws.
 */
export async function changeRole(
  trx: Db,
  { actor, expected, role, takeOver = [], ...place }: MemberChange & { role: Role },
  now: Date,
): Promise<Member> {
  const before = await holdMember(trx, place);
  const changed = await updateMemberRole(trx, place, { role, expected });
  if (!changed) throw refusal(before, expected);
  await recordAudit(
    trx,
    { ...noteOf(place, actor, 'edit'), before: { role: before.role }, after: { role } },
    now,
  );
  const loss = lossOf(place);
  if (role !== 'owner') await withdrawGrants(trx, { loss, actor, takeOver }, now);
  return { ...before, role, revision: changed.revision };
}

/** Removes a person from a project, with what they created in it. Throws the same. */
export async function removeMember(
  trx: Db,
  { actor, expected, takeOver = [], ...place }: MemberChange,
  now: Date,
): Promise<void> {
  const before = await holdMember(trx, place);
  if (!(await deleteMemberRow(trx, place, expected))) throw refusal(before, expected);
  const note = noteOf(place, actor, 'remove');
  await recordAudit(trx, { ...note, before: { role: before.role } }, now);
  await withdrawGrants(trx, { loss: lossOf(place), actor, takeOver }, now);
}

/**
 * What would be withdrawn if a member got another role, or none. Throws `not_found`,
 * `precondition_failed` and `last_owner`, as the change itself would.
 */
export async function listMemberGrants(
  db: Db,
  { expected, role, ...place }: Place & { expected: number | '*'; role: Role | undefined },
): Promise<Grant[]> {
  const before = await getMember(db, place);
  const isLast = before.role === 'owner' && (await listOwnerIds(db, place.projectId)).length === 1;
  const isOther = expected !== '*' && expected !== before.revision;
  if (isOther || (isLast && role !== 'owner')) throw refusal(before, expected);
  return role === 'owner' ? [] : listGrantsUnder(db, lossOf(place));
}

function lossOf({ projectId, personId }: Place): { projectId: string; actor: string } {
  return { projectId, actor: `person:${personId}` };
}

/** The strongest of a person's roles; `viewer` where they have none, for whoever signs in may look. */
export function strongestRole(memberships: readonly Pick<Membership, 'role'>[]): Role {
  return roles.findLast((role) => memberships.some((one) => one.role === role)) ?? 'viewer';
}

async function holdMember(trx: Db, place: Place): Promise<Member> {
  await holdGrants(trx, place.projectId);
  return getMember(trx, place);
}

function noteOf({ projectId, personId }: Place, actor: string, verb: string) {
  return { projectId, actor, action: `member.${verb}`, subject: `member:${personId}` };
}

function refusal({ revision }: Member, expected: number | '*'): AppError {
  if (expected !== '*' && expected !== revision) {
    return new AppError(
      'precondition_failed',
      'Someone else has changed this member. Read it anew.',
    );
  }
  return new AppError('last_owner', 'This is the last owner. Make somebody else an owner first.');
}
