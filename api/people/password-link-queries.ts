import type { PasswordLinkOwner } from '../../contract/people.ts';
import type { Db } from '../db/database.ts';

/** Links are in the sign-in library's table, with a prefix that the library does not use itself. */
const prefix = 'tidings-password:';

/** Replaces all links of the person. */
export async function insertPasswordLink(
  trx: Db,
  link: { id: string; personId: string; tokenHash: string; expiresAt: string },
  createdAt: string,
): Promise<void> {
  await deletePasswordLinks(trx, link.personId);
  await trx
    .insertInto('person_verification')
    .values({
      id: link.id,
      identifier: prefix + link.tokenHash,
      value: link.personId,
      expires_at: link.expiresAt,
      created_at: createdAt,
      updated_at: createdAt,
    })
    .execute();
}

export async function findPasswordLinkOwner(
  db: Db,
  tokenHash: string,
  at: string,
): Promise<PasswordLinkOwner | undefined> {
  return db
    .selectFrom('person_verification')
    .innerJoin('person', 'person.id', 'person_verification.value')
    .select(['person.name', 'person.email'])
    .where('identifier', '=', prefix + tokenHash)
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

/** Deletes a link and returns its person's id; undefined if it was used before or has expired. */
export async function deleteOpenPasswordLink(
  trx: Db,
  tokenHash: string,
  at: string,
): Promise<string | undefined> {
  const row = await trx
    .deleteFrom('person_verification')
    .where('identifier', '=', prefix + tokenHash)
    .where('expires_at', '>', at)
    .returning('value')
    .executeTakeFirst();
  return row?.value;
}

export async function deletePasswordLinks(trx: Db, personId: string): Promise<void> {
  await trx
    .deleteFrom('person_verification')
    .where('value', '=', personId)
    .where('identifier', 'like', `${prefix}%`)
    .execute();
}
