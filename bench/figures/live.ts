import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type Connection, getRequest, openConnection } from '../connection.ts';
import { type Figure, inTurn, quantile } from '../figure.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';
import { makeWorld, projectPath, type World } from '../world.ts';

const streams = 1000;

/** From the request that publishes until each of 1,000 open streams has said `changed`. */
export const live: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'live.db')}`;
  const world = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const floor = await startFloor('hono');
  const open = await many(() => openStream(server, world));
  const lines = await many(() => openConnection(floor.port));

  const measured = await inTurn(
    () => publishAndHear(server, world, open),
    () => askAll(lines),
  );
  for (const line of lines) line.close();
  for (const stream of open) stream.destroy();
  await server.stop();
  await floor.stop();
  return [
    {
      ...measured,
      name: `publish → changed on ${streams} streams, p99`,
      unit: 'ms',
      against: 'a round trip on as many connections at once',
      wanted: { oursAtMost: 1000 },
    },
  ];
};

function many<One>(open: () => Promise<One>): Promise<One[]> {
  return Promise.all(Array.from({ length: streams }, open));
}

/** Resolves when the stream has told the revision that holds now. */
async function openStream({ port }: Program, { publicKey, apiKey }: World): Promise<Socket> {
  const stream = connect(port, '127.0.0.1').setEncoding('latin1');
  stream.write(getRequest(`/v1/live?project=${publicKey}`, apiKey));
  await changed(stream);
  return stream;
}

async function publishAndHear(server: Program, world: World, open: Socket[]): Promise<number> {
  const releases = `http://127.0.0.1:${server.port}${projectPath}/releases`;
  const version = `after ${performance.now()}`;
  const { id } = await send(releases, world, { version });
  const sentAt = performance.now();
  const heard = open.map(async (stream) => {
    await changed(stream);
    return performance.now() - sentAt;
  });
  await send(`${releases}/${id}/publish`, world, {});
  return quantile(await Promise.all(heard), 0.99);
}

async function changed(stream: Socket): Promise<void> {
  for (;;) {
    const [text] = await once(stream, 'data');
    if (text.includes('event: changed')) return;
  }
}

async function send(url: string, { apiKey }: World, body: unknown): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}

async function askAll(lines: Connection[]): Promise<number> {
  const request = getRequest('/', '');
  const sentAt = performance.now();
  const times = lines.map(async (line) => {
    await line.ask(request);
    return performance.now() - sentAt;
  });
  return quantile(await Promise.all(times), 0.99);
}
