import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { getRequest } from '../connection.ts';
import { type Figure, inTurn } from '../figure.ts';
import { type Program, startTidings } from '../programs.ts';
import { makeWorld, projectPath, type World } from '../world.ts';

const streams = 10_000;
/** Connections that are opened at once: more would overflow the listen queue. */
const openAtOnce = 100;

/** The longest stop of the server's event loop while 10,000 open streams are notified of a change. */
export const liveStops: Figure = async (folder) => {
  const busy = await startWorld(folder, 'busy');
  const quiet = await startWorld(folder, 'quiet');
  const open: Reader[] = [];
  while (open.length < streams) {
    const batch = Array.from({ length: openAtOnce }, () => openReader(busy));
    open.push(...(await Promise.all(batch)));
  }

  const measured = await inTurn(
    () => longestStop(busy, open),
    () => longestStop(quiet, []),
  );
  for (const reader of open) reader.socket.destroy();
  await busy.server.stop();
  await quiet.server.stop();
  return [
    {
      ...measured,
      name: `longest stop while ${streams} streams are notified`,
      unit: 'ms',
      against: 'the same change without an open stream',
      wanted: { oursAtMost: 50 },
    },
  ];
};

interface Served {
  server: Program;
  world: World;
}

/** A stream that counts the events it has received. */
interface Reader {
  socket: Socket;
  events: number;
}

async function startWorld(folder: string, name: string): Promise<Served> {
  const databaseUrl = `sqlite:${join(folder, `${name}.db`)}`;
  const world = await makeWorld(databaseUrl);
  return { server: await startTidings({ databaseUrl, folder }), world };
}

async function openReader({ server, world }: Served): Promise<Reader> {
  const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
  const reader: Reader = { socket, events: 0 };
  socket.on('data', (text: string) => {
    reader.events += text.split('event: changed').length - 1;
  });
  socket.write(getRequest(`/v1/live?project=${world.publicKey}`, world.apiKey));
  await until(() => reader.events > 0);
  return reader;
}

async function longestStop({ server, world }: Served, open: Reader[]): Promise<number> {
  const origin = `http://127.0.0.1:${server.port}`;
  const releases = `${origin}${projectPath}/releases`;
  const { id } = await post(releases, world, { version: `after ${performance.now()}` });
  const before = open.map(({ events }) => events);
  await readLongestStop(origin);
  await post(`${releases}/${id}/publish`, world, {});
  await until(() => open.every(({ events }, at) => events > (before[at] ?? 0)));
  return readLongestStop(origin);
}

/** Since it was read last, in milliseconds: reading starts the measurement again. */
async function readLongestStop(origin: string): Promise<number> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(metrics)?.[1]) * 1000;
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function post(url: string, { apiKey }: World, body: unknown): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}
