import { join } from 'node:path';
import { postRequest } from '../connection.ts';
import { type Figure, type Line, rounds, spreadOf } from '../figure.ts';
import { giveAnswers } from '../given-answers.ts';
import { cycle, press } from '../load.ts';
import { type Program, startTidings } from '../programs.ts';
import { addTokenKeys, type Mint } from '../tokens.ts';
import { askFeed, readFeed } from '../visitor.ts';
import { inDatabase, makeWorld, type World } from '../world.ts';
import { againstBytes } from './feed.ts';

const visitors = 10_000;
/** So many of the visitors have answered the newest release: one in ten. */
const oneIn = 10;
const connections = 50;

/**
 * The panel of visitors with a token, 10,000 distinct ones. Cold: each token is met for the first
 * time. Warm: those same ten thousand again, over and over.
 */
export const verified: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'verified.db')}`;
  const world = await makeWorld(databaseUrl);
  const mints = await inDatabase(databaseUrl, ({ writer }) =>
    writer.transaction().execute(async (trx) => {
      const identities = subjects.map(toIdentity);
      const [releaseId = ''] = world.releaseIds;
      const answering = identities.filter((_, n) => n % oneIn === 0);
      await giveAnswers(
        trx,
        world,
        answering.map((identity) => ({ identity, releaseId })),
      );
      return addTokenKeys(trx, world.projectId);
    }),
  );
  const server = await startTidings({ databaseUrl, folder });
  const lines: Line[] = [];
  for (const algorithm of ['HS256', 'EdDSA'] as const) {
    lines.push(...(await coldAndWarm({ server, world, folder }, algorithm, mints[algorithm])));
  }
  await server.stop();
  return lines;
};

const subjects = Array.from({ length: visitors }, (_, n) => `user-${n}`);

function toIdentity(subject: string) {
  return { kind: 'verified', subject, account: null, traits: {} } as const;
}

interface Place {
  server: Program;
  world: World;
  folder: string;
}

async function coldAndWarm(place: Place, algorithm: string, mint: Mint): Promise<Line[]> {
  const { server, world, folder } = place;
  const editionOf = (edition: number) =>
    subjects.map((subject) => {
      const token = mint(subject, edition);
      return askFeed(world.publicKey, { want: 'panel', token });
    });
  const ours: number[] = [];
  for (let edition = 1; edition <= rounds; edition += 1) {
    const requests = cycle(editionOf(edition).map((body) => postRequest('/v1/feed', body)));
    ours.push(await press({ port: server.port, requests, connections, count: visitors }));
  }
  const bodies = editionOf(0);
  const requests = cycle(bodies.map((body) => postRequest('/v1/feed', body)));
  const reply = await readFeed(server, bodies[1] ?? '');
  const warm = await againstBytes({ server, requests, reply, folder });
  const floor = ours.map(() => spreadOf(warm.floor).median);
  return [
    { ...warm, name: `feed, verified by ${algorithm}, cold`, ours, floor },
    { ...warm, name: `feed, verified by ${algorithm}, warm`, wanted: { ratioAtLeast: 0.2 } },
  ];
}
