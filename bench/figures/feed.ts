import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBenchProject } from '../bench-project.ts';
import { postRequest } from '../connection.ts';
import { type Figure, type Line, measureAlternately } from '../figure.ts';
import { cycle, type RequestSource, runLoad } from '../load.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';
import { feedRequestBody, readFeed } from '../visitor.ts';

const connections = 50;
const seconds = 1;
/** The compiler needs some tens of thousands of requests to settle. */
const warmSeconds = 2;

/** The feed of anonymous visitors: the badge, the panel, and the panel when nothing has changed. */
export const feed: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'feed.db')}`;
  const { publicKey } = await createBenchProject(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const { tag } = JSON.parse(await readFeed(server, feedRequestBody(publicKey, { want: 'panel' })));
  const cases = [
    { name: 'feed, badge', body: { want: 'badge' }, ratioAtLeast: 0.45 },
    { name: 'feed, panel', body: { want: 'panel' }, ratioAtLeast: 0.55 },
    { name: 'feed, unchanged', body: { want: 'panel', known: tag }, ratioAtLeast: 0.45 },
  ];
  const lines: Line[] = [];
  for (const { name, body, ratioAtLeast } of cases) {
    const text = feedRequestBody(publicKey, body);
    const requests = cycle([postRequest('/v1/feed', text)]);
    const reply = await readFeed(server, text);
    const measured = await compareWithBytes({ server, requests, reply, folder });
    const bytes = Buffer.byteLength(reply);
    lines.push({ ...measured, name: `${name} (${bytes} bytes)`, target: { ratioAtLeast } });
  }
  await server.stop();
  return lines;
};

interface FloorComparison {
  server: Program;
  requests: RequestSource;
  /** The bytes that the floor writes. */
  reply: string;
  folder: string;
}

/** Compares our replies per second with those of a server that only writes the same bytes. */
export async function compareWithBytes(comparison: FloorComparison): Promise<Omit<Line, 'name'>> {
  const { server, requests, reply, folder } = comparison;
  const path = join(folder, 'reply.json');
  writeFileSync(path, reply);
  const floor = await startFloor('bytes', path);
  const load = { requests, connections, seconds };
  await runLoad({ port: server.port, ...load, seconds: warmSeconds });
  await runLoad({ port: floor.port, ...load, seconds: warmSeconds });
  const measured = await measureAlternately(
    () => runLoad({ port: server.port, ...load }),
    () => runLoad({ port: floor.port, ...load }),
  );
  await floor.stop();
  return { ...measured, unit: '/s', floorName: 'node:http writing the same bytes' };
}
