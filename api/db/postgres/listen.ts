import type { Client } from 'pg';
import { isDirect, loadPg } from './pool.ts';

/**
 * Keeps one connection to PostgreSQL listening on a channel, until the returned function is called.
 * A broken connection is opened again after a second. Behind a pooler such as PgBouncer it stops at
 * once: notifications do not pass through, and polling alone finds the changes. The channel's name
 * is quoted, so that the serving lock can distinguish this statement from that of version 0.1.0.
 */
export function listen(
  { url, channel }: { url: string; channel: string },
  onHint: () => void,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let client: Client;
  let retry: NodeJS.Timeout | undefined;

  function scheduleRetry(error: unknown): void {
    if (stopped || retry) return;
    onError(error);
    retry = setTimeout(open, 1000);
    retry.unref();
  }

  function open(): void {
    retry = undefined;
    client = new (loadPg().Client)({ connectionString: url });
    client.on('error', scheduleRetry);
    client.on('end', () => scheduleRetry(new Error('The listening connection ended.')));
    client.on('notification', onHint);
    client
      .connect()
      .then(async () => {
        if (await isDirect(client)) await client.query(`listen "${channel}"`);
        else await stop();
      })
      .catch(scheduleRetry);
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearTimeout(retry);
    await client.end().catch(() => {});
  }

  open();
  return stop;
}
