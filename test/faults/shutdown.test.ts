import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';

/** Sends one request over a kept connection; rejects where the connection breaks under it. */
function ask(agent: Agent, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (reply) => {
      reply.resume().once('end', () => resolve(reply.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end();
  });
}

/** What a balancer's clients meet: it sends requests for as long as the node says that it is ready. */
async function askWhileReady(
  url: string,
  clients: number,
): Promise<{ replies: number[]; broken: string[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const replies: number[] = [];
  const broken: string[] = [];
  let ready = true;
  const keepAsking = async () => {
    while (ready) {
      await ask(agent, `${url}/healthz`).then(
        (status) => replies.push(status),
        (error: NodeJS.ErrnoException) => broken.push(error.code ?? error.message),
      );
    }
  };
  const asking = Array.from({ length: clients }, keepAsking);
  while (ready) {
    ready = (await ask(agent, `${url}/readyz`)) === 200;
    await sleep(100);
  }
  await Promise.all(asking);
  agent.destroy();
  return { replies, broken };
}

onEachDatabase('a server that is asked to stop (R26)', ({ dialect, open }) => {
  test('answers what is under way, says that it is going, and ends well', async () => {
    const database = await open();
    const server = await startServer({ DATABASE_URL: database.url, RATE_LIMITS: 'count' });
    const asking = askWhileReady(server.url, 16);
    await sleep(500);
    const started = Date.now();
    const ending = server.kill('SIGTERM');

    const { replies, broken } = await asking;
    expect(replies.length).toBeGreaterThan(100);
    expect(new Set(replies)).toEqual(new Set([200]));
    expect(broken).toEqual([]);
    const { code, signal, stdout } = await ending;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    const log = stdout.split('\n').filter((line) => line.startsWith('{'));
    const said = log.map((line): { level: number; msg: string } => JSON.parse(line));
    expect(said.filter(({ level }) => level >= 50)).toEqual([]);
    expect(said.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['stopping', 'stopped']));
    expect(Date.now() - started).toBeLessThan(25_000);
  });

  test('ends streams that would never end by themselves', async () => {
    const database = await open();
    const server = await startServer({ DATABASE_URL: database.url });
    const { public_key: key } = await database.reader
      .selectFrom('project')
      .select('public_key')
      .executeTakeFirstOrThrow();
    const stream = await fetch(`${server.url}/v1/live?project=${key}`);
    expect(stream.status).toBe(200);
    const ending = server.kill('SIGTERM');
    expect(await stream.text()).toContain('event: changed');
    expect(await ending).toMatchObject({ code: 0 });
  });

  test('leaves everything in the database, and nothing beside it', async () => {
    const database = await open();
    const server = await startServer({ DATABASE_URL: database.url });
    await database.close();
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 });
    const path = database.url.replace(/^sqlite:/, '');
    if (dialect === 'sqlite') expect(existsSync(`${path}-wal`)).toBe(false);
    const after = database.openSecond();
    expect(await after.reader.selectFrom('project').select('slug').execute()).toEqual([
      { slug: 'tidings' },
    ]);
  });
});
