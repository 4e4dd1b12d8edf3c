import { expressionBuilder } from 'kysely';
import type { Person } from '../../contract/people.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';

/** The sign-in library's name for the provider of a login by password. */
const passwordProvider = 'credential';

/** A subquery for the ids of everyone on this instance. */
export function allPeople() {
  return expressionBuilder<Schema>().selectFrom('person').select('person.id');
}

export async function hasPeopleRows(db: Db): Promise<boolean> {
  const row = await db.selectFrom('person').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Finds the person with an address, which is in lower case, and their password's hash. */
export async function findLogin(
  db: Db,
  email: string,
): Promise<{ personId: string; password: string | null } | undefined> {
  return db
    .selectFrom('person')
    .innerJoin('person_login', 'person_login.person_id', 'person.id')
    .select(['person.id as personId', 'person_login.password'])
    .where('person.email', '=', email)
    .where('person_login.provider', '=', passwordProvider)
    .executeTakeFirst();
}

export async function findPersonRow(db: Db, email: string): Promise<Person | undefined> {
  const people = db.selectFrom('person').select(['id', 'name', 'email']);
  return people.where('email', '=', email).executeTakeFirst();
}

/** False if another person has the address. */
export async function insertPerson(
  trx: Db,
  { id, name, email }: Person,
  createdAt: string,
): Promise<boolean> {
  const times = { created_at: createdAt, updated_at: createdAt };
  const row = await trx
    .insertInto('person')
    .values({ id, name, email, email_verified: 0, image: null, ...times })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateName(
  db: Db,
  personId: string,
  name: string,
  updatedAt: string,
): Promise<void> {
  const update = db.updateTable('person').set({ name, updated_at: updatedAt });
  await update.where('id', '=', personId).execute();
}

export async function insertLogin(
  trx: Db,
  { id, personId, password }: { id: string; personId: string; password: string },
  createdAt: string,
): Promise<void> {
  await trx
    .insertInto('person_login')
    .values({
      id,
      person_id: personId,
      provider: passwordProvider,
      subject: personId,
      password,
      created_at: createdAt,
      updated_at: createdAt,
    })
    .execute();
}

/** False if the stored hash is no longer `before`. */
export async function updatePassword(
  trx: Db,
  { personId, before, after }: { personId: string; before: string; after: string },
  updatedAt: string,
): Promise<boolean> {
  const row = await trx
    .updateTable('person_login')
    .set({ password: after, updated_at: updatedAt })
    .where('person_id', '=', personId)
    .where('provider', '=', passwordProvider)
    .where('password', '=', before)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Replaces the hash without comparing it with the previous one. */
export async function overwritePassword(
  trx: Db,
  { personId, password }: { personId: string; password: string },
  updatedAt: string,
): Promise<void> {
  await trx
    .updateTable('person_login')
    .set({ password, updated_at: updatedAt })
    .where('person_id', '=', personId)
    .where('provider', '=', passwordProvider)
    .execute();
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await db.deleteFrom('person_session').where('token', '=', tokenHash).execute();
}

export async function deleteSessions(db: Db, personId: string): Promise<void> {
  await db.deleteFrom('person_session').where('person_id', '=', personId).execute();
}

/** Deletes a person's sessions that expired before their newest session began. */
export async function deleteExpiredSessions(db: Db, personId: string): Promise<void> {
  const sessions = db.selectFrom('person_session').where('person_id', '=', personId);
  await db
    .deleteFrom('person_session')
    .where('person_id', '=', personId)
    .where(
      'expires_at',
      '<',
      sessions.select((of) => of.fn.max('created_at').as('newest')),
    )
    .execute();
}

export async function deleteOtherSessions(
  trx: Db,
  personId: string,
  currentTokenHash: string,
): Promise<void> {
  await trx
    .deleteFrom('person_session')
    .where('person_id', '=', personId)
    .where('token', '!=', currentTokenHash)
    .execute();
}

export async function listPeopleById(db: Db, ids: readonly string[]): Promise<Person[]> {
  return db.selectFrom('person').select(['id', 'name', 'email']).where('id', 'in', ids).execute();
}
