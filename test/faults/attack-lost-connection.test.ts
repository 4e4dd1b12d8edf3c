import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createKeyAt } from '../../api/commands/create-key.ts';
import type { Database } from '../../api/db/database.ts';
import { onEachDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';

/** A way to a database that can be cut, and mended. */
interface Relay {
  url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

async function relayTo(url: string): Promise<Relay> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const relay: Server = createServer((near) => {
    const far = dial(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) =>
    new Promise<void>((done) => relay.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = relay.address() as { port: number };
  const through = new URL(url);
  through.host = `127.0.0.1:${port}`;
  return {
    url: through.href,
    mend: () => listen(port),
    async cut() {
      const closed = new Promise((done) => relay.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

onEachDatabase('a database that goes away', ({ dialect, open }) => {
  async function startBehind(database: Database, url = database.url) {
    const server = await startServer({ DATABASE_URL: url, LOG_LEVEL: 'fatal' });
    const wanted = { project: 'tidings', name: 'CI', scope: 'admin' } as const;
    const { key } = await createKeyAt(database.url, wanted);
    const authorization = `Bearer ${key}`;
    const path = `${server.url}/api/projects/tidings`;
    const headers = { authorization, 'content-type': 'application/json', 'if-match': '*' };
    const body = JSON.stringify({ name: 'Renamed' });
    return {
      server,
      change: () => fetch(path, { method: 'PATCH', headers, body }),
      read: () => fetch(path, { headers: { authorization } }),
    };
  }

  test('behind a lock: a change waits 5 seconds and is refused for now (R4)', async () => {
    const database = await open();
    const { server, change, read } = await startBehind(database);
    const waited = await database.writer.transaction().execute(async (trx) => {
      await sql`update project set name = name`.execute(trx);
      const started = Date.now();
      const refused = await change();
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('5');
      expect((await read()).status).toBe(200);
      return Date.now() - started;
    });
    expect(waited).toBeGreaterThan(4000);
    expect(waited).toBeLessThan(9000);
    expect((await change()).status).toBe(200);
    await server.kill('SIGINT');
  });

  if (dialect === 'postgres') {
    test('in the middle of a change: that is refused for now, and the server stays (R20)', async () => {
      const database = await open();
      const relay = await relayTo(database.url);
      const { server, change, read } = await startBehind(database, relay.url);
      const waiting = await database.writer.transaction().execute(async (trx) => {
        await sql`select 1 from project for update`.execute(trx);
        const changes = Array.from({ length: 5 }, change);
        await sleep(500);
        await relay.cut();
        return changes;
      });
      const replies = await Promise.all(waiting);
      expect(replies.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
      expect((await read()).status).toBe(503);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

      await relay.mend();
      expect((await change()).status).toBe(200);
      expect((await read()).status).toBe(200);
      expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 });
      await relay.cut();
    });
  }
});
