import { type Config, withoutPassword } from '../config.ts';
import { openExisting } from '../db/connect.ts';
import { addressForLinks } from '../db/instance/address.ts';
import { migrate } from '../db/migrate.ts';
import { commit } from '../db/transact.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import { createPasswordLink, type PasswordLink } from '../people/password-links.ts';

/**
 * `tidings member password`: creates a link to a new password directly in the database; anyone who
 * can write there could also replace the password. Throws `not_found` if no one has this address.
 */
export async function createPasswordLinkAt(
  config: Pick<Config, 'databaseUrl' | 'publicUrl' | 'isAddressConfigured'>,
  address: string,
): Promise<PasswordLink> {
  const email = address.trim().toLowerCase();
  const { databaseUrl } = config;
  const database = await openExisting(databaseUrl);
  try {
    await migrate(database);
    const publicUrl = await addressForLinks(database.reader, config);
    const options = { now: new Date(), newId };
    return await commit(database, (trx) => createPasswordLink(trx, { email, publicUrl }, options));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${error.message} (in ${withoutPassword(databaseUrl)})`);
  } finally {
    await database.close();
  }
}
