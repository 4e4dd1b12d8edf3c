import type { InvitationAcceptance } from '../../contract/people.ts';
import { transact } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import { refuse } from '../errors.ts';
import { lookUpInvitation, useInvitation } from '../members/invitations.ts';
import { addMember, ownTheOwnerless } from '../members/members.ts';
import { makePerson, recognise } from './people.ts';

/**
 * Lets somebody in by an invitation: person, membership, record and the used invitation are one
 * transaction. Throws what the invitation and the password are refused for, and `invalid_body` for
 * somebody new without a name.
 */
export async function enterByInvitation(
  deps: Deps,
  { token, email, password, name }: InvitationAcceptance,
): Promise<void> {
  const { database, randomId, clock } = deps;
  const now = clock();
  // First, so that nobody learns whose an address is who has no link that still holds.
  await lookUpInvitation(database.reader, token, now);
  const { isNew, hashed, ...who } = await recognise(database.reader, {
    email,
    password,
    newId: randomId(),
  });
  if (isNew && name === undefined) throw refuse('invalid_body', '/name', 'Is missing.');
  const person = { id: who.id, name: name?.trim() ?? '', email };

  await transact(deps, async (trx) => {
    const personId = person.id;
    const { id, projectId, role } = await useInvitation(trx, { token, personId, email }, now);
    if (isNew) await makePerson(trx, { person, hashed, loginId: randomId() }, now);
    const by = { personId, actor: `person:${personId}`, invitationId: id };
    if (projectId === null) await ownTheOwnerless(trx, by, now);
    else await addMember(trx, { ...by, projectId, role }, now);
  });
}
