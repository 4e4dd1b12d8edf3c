import { randomBytes } from 'node:crypto';
import type { Database } from './connect.ts';

/**
 * The secret that this instance made for itself, 256 bits in base64url: the same over restarts and
 * on all nodes, for whoever comes second finds the first one's. Used where `SECRET` is not set.
 */
export async function keptSecret({ writer }: Database, now: Date): Promise<string> {
  await writer
    .insertInto('instance_secret')
    .values({
      name: 'secret',
      value: randomBytes(32).toString('base64url'),
      created_at: now.toISOString(),
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await writer
    .selectFrom('instance_secret')
    .select('value')
    .where('name', '=', 'secret')
    .executeTakeFirstOrThrow();
  return value;
}
