import type { InvitationAcceptance } from '../../contract/people.ts';
import { changeProject } from '../change/change.ts';
import { transact } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import { invalidField } from '../errors.ts';
import { acceptInvitation, getOpenInvitation } from '../members/invitations.ts';
import { addMember, assignOwnerlessProjects } from '../members/members.ts';
import { createPerson, resolveInvitedPerson } from './people.ts';

/**
 * Lets a person join by an invitation. The person, the membership, the audit entry and the use of
 * the invitation are one transaction. Throws the errors of `acceptInvitation` and
 * `resolveInvitedPerson`, and `invalid_body` if a new person has no name.
 */
export async function joinByInvitation(
  deps: Deps,
  { token, email, password, name }: InvitationAcceptance,
): Promise<void> {
  const { database, randomId, clock } = deps;
  const now = clock();
  // Checked first, so that only a valid link shows whether an address is known.
  const {
    id: invitationId,
    projectId,
    role,
  } = await getOpenInvitation(database.reader, token, now);
  const { isNew, passwordHash, ...resolved } = await resolveInvitedPerson(database.reader, {
    email,
    password,
    newId: randomId(),
  });
  if (isNew && name === undefined) throw invalidField('invalid_body', '/name', 'Is missing.');
  const person = { id: resolved.id, name: name?.trim() ?? '', email };
  const owner = { personId: person.id, invitationId };

  await transact(deps, async (trx) => {
    const options = { actor: `person:${person.id}`, role, now, newId: randomId };
    const accept = async () => {
      await acceptInvitation(trx, { token, personId: person.id, email }, now);
      if (isNew)
        await createPerson(trx, { person, hashed: passwordHash, loginId: randomId() }, now);
    };
    if (projectId === null) {
      await accept();
      return assignOwnerlessProjects(trx, options, owner);
    }
    return changeProject(trx, { ...options, projectId }, async (change) => {
      await accept();
      await addMember(change, { ...owner, role });
    });
  });
}
