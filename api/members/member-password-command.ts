import { type Config, withoutPassword } from '../config.ts';
import { openExisting } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import { createPasswordLink, type PasswordLink } from './password-links.ts';

/**
 * `tidings member password`: makes a link to a new password on the database itself, for whoever can
 * reach that could write the password there. Throws `not_found` for an address that nobody has.
 */
export async function linkToPasswordAt(
  { databaseUrl, publicUrl }: Pick<Config, 'databaseUrl' | 'publicUrl'>,
  given: string,
): Promise<PasswordLink> {
  const email = given.trim().toLowerCase();
  const database = await openExisting(databaseUrl);
  try {
    await migrate(database);
    const by = { email, id: newId(), publicUrl };
    return await database.writer
      .transaction()
      .execute((trx) => createPasswordLink(trx, by, new Date()));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${error.message} (in ${withoutPassword(databaseUrl)})`);
  } finally {
    await database.close();
  }
}
