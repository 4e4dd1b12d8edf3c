import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type BenchProject, createBenchProject, projectPath } from '../bench-project.ts';
import { getRequest } from '../connection.ts';
import { type Figure, measureAlternately } from '../figure.ts';
import { type Program, startTidings } from '../programs.ts';

const streams = 10_000;
/** Connections that are opened at once. More would overflow the listen queue. */
const openAtOnce = 100;

/** The longest stall of the event loop while 10,000 open streams are notified of a change. */
export const liveStops: Figure = async (folder) => {
  const busy = await startBenchServer(folder, 'busy');
  const quiet = await startBenchServer(folder, 'quiet');
  const readers: StreamReader[] = [];
  while (readers.length < streams) {
    const batch = Array.from({ length: openAtOnce }, () => openReader(busy));
    readers.push(...(await Promise.all(batch)));
  }

  const measured = await measureAlternately(
    () => longestStall(busy, readers),
    () => longestStall(quiet, []),
  );
  for (const reader of readers) reader.socket.destroy();
  await busy.server.stop();
  await quiet.server.stop();
  return [
    {
      ...measured,
      name: `longest event loop stall while ${streams} streams are notified`,
      unit: 'ms',
      floorName: 'the same change without open streams',
      target: { oursAtMost: 50 },
    },
  ];
};

interface BenchServer {
  server: Program;
  project: BenchProject;
}

/** A stream that counts the events it has received. */
interface StreamReader {
  socket: Socket;
  events: number;
}

async function startBenchServer(folder: string, name: string): Promise<BenchServer> {
  const databaseUrl = `sqlite:${join(folder, `${name}.db`)}`;
  const project = await createBenchProject(databaseUrl);
  return { server: await startTidings({ databaseUrl, folder }), project };
}

async function openReader({ server, project }: BenchServer): Promise<StreamReader> {
  const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
  const reader: StreamReader = { socket, events: 0 };
  socket.on('data', (text: string) => {
    reader.events += text.split('event: changed').length - 1;
  });
  socket.write(getRequest(`/v1/live?project=${project.publicKey}`, project.apiKey));
  await waitUntil(() => reader.events > 0);
  return reader;
}

async function longestStall(
  { server, project }: BenchServer,
  readers: StreamReader[],
): Promise<number> {
  const origin = `http://127.0.0.1:${server.port}`;
  const releases = `${origin}${projectPath}/releases`;
  const { id } = await post(releases, project, { version: `after ${performance.now()}` });
  const before = readers.map(({ events }) => events);
  await readLongestStall(origin);
  await post(`${releases}/${id}/publish`, project, {});
  await waitUntil(() => readers.every(({ events }, at) => events > (before[at] ?? 0)));
  return readLongestStall(origin);
}

/** Returns the longest stall since the last call, in milliseconds: a reading resets the metric. */
async function readLongestStall(origin: string): Promise<number> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(metrics)?.[1]) * 1000;
}

async function waitUntil(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function post(url: string, { apiKey }: BenchProject, body: unknown): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}
