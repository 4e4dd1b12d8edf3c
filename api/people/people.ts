import type { PasswordChange, Person } from '../../contract/people.ts';
import type { Database, Db } from '../db/database.ts';
import { commit } from '../db/transact.ts';
import { AppError, invalidField } from '../errors.ts';
import { expectUncommon } from './common-passwords.ts';
import { deletePasswordLinks } from './password-link-queries.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import {
  deleteExpiredSessions,
  deleteOtherSessions,
  deleteSession,
  deleteSessions,
  findLogin,
  findPersonRow,
  hasPeopleRows,
  insertLogin,
  insertPerson,
  overwritePassword,
  updateName,
  updatePassword,
} from './people-queries.ts';

/** Whether this instance has any person. */
export async function hasPeople(db: Db): Promise<boolean> {
  return hasPeopleRows(db);
}

/** Finds the person with an address, which is in lower case; undefined if there is none. */
export async function findPersonByEmail(db: Db, email: string): Promise<Person | undefined> {
  return findPersonRow(db, email);
}

/** A person who joins: already known, or about to be created with this password hash. */
export interface InvitedPerson {
  id: string;
  isNew: boolean;
  passwordHash: string;
}

/**
 * Finds the person with an address and checks their password, or prepares a new person. Must run
 * outside any transaction, because hashing is slow on purpose. Throws `password_wrong` if the
 * address belongs to a person with another password, and `password_common` for a new person's
 * password.
 */
export async function resolveInvitedPerson(
  db: Db,
  { email, password, newId }: { email: string; password: string; newId: string },
): Promise<InvitedPerson> {
  const known = await findLogin(db, email);
  if (!known) {
    await expectUncommon(password, '/password');
    return { id: newId, isNew: true, passwordHash: await hashPassword(password) };
  }
  const passwordHash = known.password ?? '';
  if (await verifyPassword(password, passwordHash))
    return { id: known.personId, isNew: false, passwordHash };
  throw invalidField(
    'password_wrong',
    '/password',
    'This e-mail address already signs in here with another password. Enter that password.',
  );
}

/** An address's password hash, which changes with the password; undefined for unknown addresses. */
export async function findPasswordHash(db: Db, email: string): Promise<string | undefined> {
  return (await findLogin(db, email))?.password ?? undefined;
}

/** Creates a person with a password. Throws `wrong_state` if the address has just been taken. */
export async function createPerson(
  trx: Db,
  { person, hashed: passwordHash, loginId }: { person: Person; hashed: string; loginId: string },
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  if (!(await insertPerson(trx, person, at))) {
    throw new AppError(
      'wrong_state',
      'Someone has just joined with this e-mail address. Try again.',
    );
  }
  await insertLogin(trx, { id: loginId, personId: person.id, password: passwordHash }, at);
}

/** Renames a person. The audit log shows the new name, also for earlier entries. */
export async function renamePerson(
  { writer }: Database,
  person: Person,
  name: string,
  now: Date,
): Promise<Person> {
  await updateName(writer, person.id, name, now.toISOString());
  return { ...person, name };
}

/**
 * Changes a password, and ends the person's other sessions and their links to a new password, in
 * one transaction. Returns the new hash. Throws `password_common`, and `password_wrong`, also if
 * another request changed the password at the same moment.
 */
export async function changePassword(
  { reader, writer }: Database,
  { person, tokenHash, change }: { person: Person; tokenHash: string; change: PasswordChange },
  now: Date,
): Promise<string> {
  const before = (await findLogin(reader, person.email))?.password ?? '';
  if (!(await verifyPassword(change.current, before))) throw wrongPasswordError();
  await expectUncommon(change.next, '/next');
  const after = await hashPassword(change.next);
  await commit({ writer }, async (trx) => {
    const replacement = { personId: person.id, before, after };
    if (!(await updatePassword(trx, replacement, now.toISOString()))) throw wrongPasswordError();
    await deleteOtherSessions(trx, person.id, tokenHash);
    await deletePasswordLinks(trx, person.id);
  });
  return after;
}

/** Replaces a forgotten password, and ends all sessions and links of the person. */
export async function replacePassword(
  trx: Db,
  { personId, hashed: passwordHash }: { personId: string; hashed: string },
  now: Date,
): Promise<void> {
  await overwritePassword(trx, { personId, password: passwordHash }, now.toISOString());
  await deleteSessions(trx, personId);
  await deletePasswordLinks(trx, personId);
}

/** Ends one session. It has ended when the promise resolves. */
export async function endSession({ writer }: Database, tokenHash: string): Promise<void> {
  await deleteSession(writer, tokenHash);
}

/** Deletes the expired sessions of a person, which nothing else deletes. */
export async function removeExpiredSessions({ writer }: Database, personId: string): Promise<void> {
  await deleteExpiredSessions(writer, personId);
}

/** Ends all sessions of a person, on all devices. */
export async function endAllSessions({ writer }: Database, personId: string): Promise<void> {
  await deleteSessions(writer, personId);
}

function wrongPasswordError(): AppError {
  return invalidField('password_wrong', '/current', 'This is not your current password.');
}
