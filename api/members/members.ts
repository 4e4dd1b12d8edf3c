import type { Member } from '../../contract/members.ts';
import { type Role, roles } from '../../contract/vocabulary.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Db } from '../db/connect.ts';
import { lockKeys } from '../db/dialect.ts';
import { AppError, notFound } from '../errors.ts';
import { withdrawInvitationsOf } from './invitations.ts';
import {
  deleteMemberRow,
  findMember,
  findRole,
  insertOrStrengthenMember,
  listMemberships,
  listOwnerIds,
  listOwnerlessProjectIds,
  type Membership,
  type Place,
  updateMemberRole,
} from './member-queries.ts';

export { listMemberships, type Membership };

type MemberChange = Place & { actor: string; expected: number | '*' };

/** What a person is in a project; undefined where they are no member. */
export async function roleIn(db: Db, place: Place): Promise<Role | undefined> {
  return findRole(db, place);
}

/** Throws `not_found`. */
export async function getMember(db: Db, place: Place): Promise<Member> {
  const found = await findMember(db, place);
  if (!found) throw notFound('member');
  return found;
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
  for (const projectId of await listOwnerlessProjectIds(trx)) {
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
 * Changes a member's role; whoever is no owner then has no open invitation of theirs left. Throws `not_found`, `precondition_failed`, and `last_owner` where the
 * project would be left without one.
 */
export async function changeRole(
  trx: Db,
  { actor, expected, role, ...place }: MemberChange & { role: Role },
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
  if (role !== 'owner') await withdrawInvitationsOf(trx, { ...place, actor }, now);
  return { ...before, role, revision: changed.revision };
}

/** Takes a person out of a project with the open invitations that they made. Throws the same. */
export async function removeMember(
  trx: Db,
  { actor, expected, ...place }: MemberChange,
  now: Date,
): Promise<void> {
  const before = await holdMember(trx, place);
  if (!(await deleteMemberRow(trx, place, expected))) throw refusal(before, expected);
  const note = noteOf(place, actor, 'remove');
  await recordAudit(trx, { ...note, before: { role: before.role } }, now);
  await withdrawInvitationsOf(trx, { ...place, actor }, now);
}

/** The strongest of a person's roles; `viewer` where they have none, for whoever signs in may look. */
export function strongestRole(memberships: readonly Pick<Membership, 'role'>[]): Role {
  return roles.findLast((role) => memberships.some((one) => one.role === role)) ?? 'viewer';
}

/**
 * One at a time in each project: of two owners who remove one another at once, each statement would
 * still see the other one.
 */
async function holdMember(trx: Db, place: Place): Promise<Member> {
  await lockKeys(trx, [`members of ${place.projectId}`]);
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
