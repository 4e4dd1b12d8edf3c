import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postRequest } from '../connection.ts';
import { type Figure, inTurn, type Line } from '../figure.ts';
import { cycle, press, type Requests } from '../load.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';
import { askFeed, readFeed } from '../visitor.ts';
import { makeWorld } from '../world.ts';

const connections = 50;
const seconds = 1;
/** The compiler takes some tens of thousands of requests to settle. */
const warmSeconds = 2;

/** The feed of anonymous visitors: the badge, the panel, and the panel when nothing has changed. */
export const feed: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'feed.db')}`;
  const { publicKey } = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const { tag } = JSON.parse(await readFeed(server, askFeed(publicKey, { want: 'panel' })));
  const asks = [
    { name: 'feed, badge', body: { want: 'badge' }, ratioAtLeast: 0.45 },
    { name: 'feed, panel', body: { want: 'panel' }, ratioAtLeast: 0.55 },
    { name: 'feed, unchanged', body: { want: 'panel', known: tag }, ratioAtLeast: 0.45 },
  ];
  const lines: Line[] = [];
  for (const { name, body, ratioAtLeast } of asks) {
    const text = askFeed(publicKey, body);
    const requests = cycle([postRequest('/v1/feed', text)]);
    const reply = await readFeed(server, text);
    const measured = await againstBytes({ server, requests, reply, folder });
    const bytes = Buffer.byteLength(reply);
    lines.push({ ...measured, name: `${name} (${bytes} bytes)`, wanted: { ratioAtLeast } });
  }
  await server.stop();
  return lines;
};

interface Contest {
  server: Program;
  requests: Requests;
  /** What the floor writes. */
  reply: string;
  folder: string;
}

/** Our replies per second against those of the server that does nothing but write the same bytes. */
export async function againstBytes(contest: Contest): Promise<Omit<Line, 'name'>> {
  const { server, requests, reply, folder } = contest;
  const path = join(folder, 'reply.json');
  writeFileSync(path, reply);
  const floor = await startFloor('bytes', path);
  const load = { requests, connections, seconds };
  await press({ port: server.port, ...load, seconds: warmSeconds });
  await press({ port: floor.port, ...load, seconds: warmSeconds });
  const measured = await inTurn(
    () => press({ port: server.port, ...load }),
    () => press({ port: floor.port, ...load }),
  );
  await floor.stop();
  return { ...measured, unit: '/s', against: 'node:http writing the same bytes' };
}
