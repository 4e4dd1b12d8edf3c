import { join } from 'node:path';
import { type BenchProject, createBenchProject, withDatabase } from '../bench-project.ts';
import { postRequest } from '../connection.ts';
import { type Figure, type Line, rounds, spreadOf } from '../figure.ts';
import { cycle, runLoad } from '../load.ts';
import { type Program, startTidings } from '../programs.ts';
import { storeAnswers } from '../store-answers.ts';
import { addTokenKeys, type Mint } from '../tokens.ts';
import { feedRequestBody, readFeed } from '../visitor.ts';
import { compareWithBytes } from './feed.ts';

const visitors = 10_000;
/** One in ten visitors has answered the newest release. */
const answerEvery = 10;
const connections = 50;

/**
 * The panel of 10,000 distinct visitors with a token. Cold: the server sees each token for the
 * first time. Warm: the same ten thousand tokens over and over.
 */
export const verified: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'verified.db')}`;
  const project = await createBenchProject(databaseUrl);
  const mints = await withDatabase(databaseUrl, ({ writer }) =>
    writer.transaction().execute(async (trx) => {
      const identities = subjects.map(toIdentity);
      const [releaseId = ''] = project.releaseIds;
      const answering = identities.filter((_, n) => n % answerEvery === 0);
      await storeAnswers(
        trx,
        project,
        answering.map((identity) => ({ identity, releaseId })),
      );
      return addTokenKeys(trx, project.projectId);
    }),
  );
  const server = await startTidings({ databaseUrl, folder });
  const lines: Line[] = [];
  for (const algorithm of ['HS256', 'EdDSA'] as const) {
    lines.push(...(await coldAndWarm({ server, project, folder }, algorithm, mints[algorithm])));
  }
  await server.stop();
  return lines;
};

const subjects = Array.from({ length: visitors }, (_, n) => `user-${n}`);

function toIdentity(subject: string) {
  return { kind: 'verified', subject, account: null, traits: {} } as const;
}

interface BenchContext {
  server: Program;
  project: BenchProject;
  folder: string;
}

async function coldAndWarm(context: BenchContext, algorithm: string, mint: Mint): Promise<Line[]> {
  const { server, project, folder } = context;
  const bodiesOf = (edition: number) =>
    subjects.map((subject) => {
      const token = mint(subject, edition);
      return feedRequestBody(project.publicKey, { want: 'panel', token });
    });
  const ours: number[] = [];
  for (let edition = 1; edition <= rounds; edition += 1) {
    const requests = cycle(bodiesOf(edition).map((body) => postRequest('/v1/feed', body)));
    ours.push(await runLoad({ port: server.port, requests, connections, count: visitors }));
  }
  const bodies = bodiesOf(0);
  const requests = cycle(bodies.map((body) => postRequest('/v1/feed', body)));
  const reply = await readFeed(server, bodies[1] ?? '');
  const warm = await compareWithBytes({ server, requests, reply, folder });
  const floor = ours.map(() => spreadOf(warm.floor).median);
  return [
    { ...warm, name: `feed, verified by ${algorithm}, cold`, ours, floor },
    { ...warm, name: `feed, verified by ${algorithm}, warm`, target: { ratioAtLeast: 0.2 } },
  ];
}
