import type { Config } from '../../config.ts';
import type { Db } from '../database.ts';

const name = 'public';

/**
 * Stores the address of a server that is about to listen; of several nodes, the last one wins. An
 * address with port 0 (any free port) is not stored, because nothing can be reached there.
 */
export async function saveAddress(writer: Db, url: string): Promise<void> {
  if (url.endsWith(':0')) return;
  await writer
    .insertInto('instance_address')
    .values({ name, url })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ url }))
    .execute();
}

/**
 * Returns the address for links that a command prints: the one in the command's own environment,
 * otherwise that of the server that was started last on this database. A command seldom has the
 * server's `PORT`.
 */
export async function addressForLinks(
  reader: Db,
  { publicUrl, isAddressConfigured }: Pick<Config, 'publicUrl' | 'isAddressConfigured'>,
): Promise<string> {
  if (isAddressConfigured) return publicUrl;
  const query = reader.selectFrom('instance_address').select('url').where('name', '=', name);
  return (await query.executeTakeFirst())?.url ?? publicUrl;
}
