import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type BenchProject, createBenchProject, projectPath } from '../bench-project.ts';
import { type Connection, getRequest, openConnection } from '../connection.ts';
import { type Figure, measureAlternately, quantile } from '../figure.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';

const streams = 1000;

/** The time from the publish request to `changed` on a stream, at the 99th percentile of 1,000. */
export const live: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'live.db')}`;
  const project = await createBenchProject(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const floor = await startFloor('hono');
  const openStreams = await openMany(() => openStream(server, project));
  const connections = await openMany(() => openConnection(floor.port));

  const measured = await measureAlternately(
    () => measurePublish(server, project, openStreams),
    () => sendAll(connections),
  );
  for (const connection of connections) connection.close();
  for (const stream of openStreams) stream.destroy();
  await server.stop();
  await floor.stop();
  return [
    {
      ...measured,
      name: `publish → changed on ${streams} streams, p99`,
      unit: 'ms',
      floorName: 'a round trip on as many connections at once',
      target: { oursAtMost: 1000 },
    },
  ];
};

function openMany<Item>(open: () => Promise<Item>): Promise<Item[]> {
  return Promise.all(Array.from({ length: streams }, open));
}

/** Resolves when the stream has sent the current revision. */
async function openStream({ port }: Program, { publicKey, apiKey }: BenchProject): Promise<Socket> {
  const stream = connect(port, '127.0.0.1').setEncoding('latin1');
  stream.write(getRequest(`/v1/live?project=${publicKey}`, apiKey));
  await waitForChange(stream);
  return stream;
}

async function measurePublish(
  server: Program,
  project: BenchProject,
  openStreams: Socket[],
): Promise<number> {
  const releases = `http://127.0.0.1:${server.port}${projectPath}/releases`;
  const version = `after ${performance.now()}`;
  const { id } = await send(releases, project, { version });
  const sentAt = performance.now();
  const delays = openStreams.map(async (stream) => {
    await waitForChange(stream);
    return performance.now() - sentAt;
  });
  await send(`${releases}/${id}/publish`, project, {});
  return quantile(await Promise.all(delays), 0.99);
}

async function waitForChange(stream: Socket): Promise<void> {
  for (;;) {
    const [text] = await once(stream, 'data');
    if (text.includes('event: changed')) return;
  }
}

async function send(url: string, { apiKey }: BenchProject, body: unknown): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}

async function sendAll(connections: Connection[]): Promise<number> {
  const request = getRequest('/', '');
  const sentAt = performance.now();
  const times = connections.map(async (connection) => {
    await connection.send(request);
    return performance.now() - sentAt;
  });
  return quantile(await Promise.all(times), 0.99);
}
