import type { Config } from '../../config.ts';
import type { Db } from '../database.ts';

const name = 'public';

/**
 * Keeps where a server that is about to listen is reached; of several nodes the last says it. A port of
 * the moment (0) is nobody's address.
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
 * Where links that a command prints lead to: what its own environment says, or else the address of the
 * server that was started last on this database. A command seldom has the server's `PORT`.
 */
export async function addressForLinks(
  reader: Db,
  { publicUrl, isAddressConfigured }: Pick<Config, 'publicUrl' | 'isAddressConfigured'>,
): Promise<string> {
  if (isAddressConfigured) return publicUrl;
  const query = reader.selectFrom('instance_address').select('url').where('name', '=', name);
  return (await query.executeTakeFirst())?.url ?? publicUrl;
}
