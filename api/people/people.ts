import type { PasswordChange, Person } from '../../contract/people.ts';
import type { Database, Db } from '../db/database.ts';
import { commit } from '../db/transact.ts';
import { AppError, refuse } from '../errors.ts';
import { expectUncommon } from './common-passwords.ts';
import { deletePasswordLinks } from './password-link-queries.ts';
import { hashPassword, isPassword } from './passwords.ts';
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

/** Whether anybody signs in to this instance at all. */
export async function hasPeople(db: Db): Promise<boolean> {
  return hasPeopleRows(db);
}

/** Who has an address, which is in lower case; undefined where nobody does. */
export async function findPersonByEmail(db: Db, email: string): Promise<Person | undefined> {
  return findPersonRow(db, email);
}

/** A person who is let in: known already, or about to be made with this hash of a password. */
export interface Entrant {
  id: string;
  isNew: boolean;
  hashed: string;
}

/**
 * Who an address and a password are, outside of any transaction, for hashing is meant to take long.
 * Throws `password_wrong` where the address is somebody's and the password is not theirs, and
 * `password_common` for a new person's password.
 */
export async function recognise(
  db: Db,
  { email, password, newId }: { email: string; password: string; newId: string },
): Promise<Entrant> {
  const known = await findLogin(db, email);
  if (!known) {
    await expectUncommon(password, '/password');
    return { id: newId, isNew: true, hashed: await hashPassword(password) };
  }
  const hashed = known.password ?? '';
  if (await isPassword(password, hashed)) return { id: known.personId, isNew: false, hashed };
  throw refuse(
    'password_wrong',
    '/password',
    'This e-mail address is known here already, with another password. Give that one.',
  );
}

/** What a password is kept as: another text from each change of it on; undefined for nobody's address. */
export async function keptPassword(db: Db, email: string): Promise<string | undefined> {
  return (await findLogin(db, email))?.password ?? undefined;
}

/** Makes the person of a new entrant. Throws `wrong_state` where the address was taken meanwhile. */
export async function makePerson(
  trx: Db,
  { person, hashed, loginId }: { person: Person; hashed: string; loginId: string },
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  if (!(await insertPerson(trx, person, at))) {
    throw new AppError('wrong_state', 'Somebody came in with this address just now. Try again.');
  }
  await insertLogin(trx, { id: loginId, personId: person.id, password: hashed }, at);
}

/** Gives a person another name, by which the audit log names them too, for what they did before as well. */
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
 * Changes a password and ends all sessions of the person but this one, and any link to a new one, in one
 * transaction. Returns the new hash. Throws `password_common`, and `password_wrong`, also
 * if another request changed the password at the same moment.
 */
export async function changePassword(
  { reader, writer }: Database,
  { person, tokenHash, change }: { person: Person; tokenHash: string; change: PasswordChange },
  now: Date,
): Promise<string> {
  const before = (await findLogin(reader, person.email))?.password ?? '';
  if (!(await isPassword(change.current, before))) throw notTheirs();
  await expectUncommon(change.next, '/next');
  const after = await hashPassword(change.next);
  await commit({ writer }, async (trx) => {
    const exchange = { personId: person.id, before, after };
    if (!(await updatePassword(trx, exchange, now.toISOString()))) throw notTheirs();
    await deleteOtherSessions(trx, person.id, tokenHash);
    await deletePasswordLinks(trx, person.id);
  });
  return after;
}

/** Puts a new password in the place of one that is forgotten, and ends all sessions and links of the person. */
export async function replacePassword(
  trx: Db,
  { personId, hashed }: { personId: string; hashed: string },
  now: Date,
): Promise<void> {
  await overwritePassword(trx, { personId, password: hashed }, now.toISOString());
  await deleteSessions(trx, personId);
  await deletePasswordLinks(trx, personId);
}

/** Ends one session, from the moment that this resolves. */
export async function endSession({ writer }: Database, tokenHash: string): Promise<void> {
  await deleteSession(writer, tokenHash);
}

/** Forgets the sessions of a person that have ended of themselves: nobody else ever would. */
export async function forgetExpiredSessions({ writer }: Database, personId: string): Promise<void> {
  await deleteExpiredSessions(writer, personId);
}

/** Ends all sessions of a person, on whatever device. */
export async function endAllSessions({ writer }: Database, personId: string): Promise<void> {
  await deleteSessions(writer, personId);
}

function notTheirs(): AppError {
  return refuse('password_wrong', '/current', 'This is not your present password.');
}
