import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRequest } from '../connection.ts';
import { type Figure, inTurn, type Line } from '../figure.ts';
import { giveAnswers } from '../given-answers.ts';
import { cycle, press } from '../load.ts';
import { multiplyAnswers, tagged } from '../many-answers.ts';
import { type Program, startTidings } from '../programs.ts';
import { inDatabase, makeWorld, projectPath } from '../world.ts';

const few = 10_000;
const times = 100;
const connections = 4;
const seconds = 1;

/** What a dashboard reads, of 200 releases with a million answers beside ten thousand. */
export const scores: Figure = async (folder) => {
  const [small, large] = [join(folder, 'small.db'), join(folder, 'large.db')];
  const world = await makeWorld(`sqlite:${small}`);
  const given = Array.from({ length: few }, (_, n) => ({
    identity: { kind: 'anonymous', anonymousId: tagged(), traits: {} } as const,
    releaseId: world.releaseIds[n % world.releaseIds.length] ?? '',
  }));
  await inDatabase(`sqlite:${small}`, ({ writer }) =>
    writer.transaction().execute((trx) => giveAnswers(trx, world, given)),
  );
  copyFileSync(small, large);
  await inDatabase(`sqlite:${large}`, ({ writer }) => multiplyAnswers(writer, times));

  const tenThousand = await startTidings({ databaseUrl: `sqlite:${small}`, folder });
  const million = await startTidings({ databaseUrl: `sqlite:${large}`, folder });
  const read = async (name: string, paths: string[]): Promise<Line> => {
    const requests = cycle(paths.map((path) => getRequest(path, world.apiKey)));
    const msOf =
      ({ port }: Program) =>
      async () =>
        (1000 * connections) / (await press({ port, requests, connections, seconds }));
    const measured = await inTurn(msOf(million), msOf(tenThousand));
    const against = '10 thousand answers';
    return { ...measured, name, unit: 'ms', against, wanted: { ratioAtMost: 1.5 } };
  };
  const lines = [
    await read(
      'scores of 200 releases, 1 million answers',
      world.releaseIds.map((id) => `${projectPath}/releases/${id}/score`),
    ),
    await read('list of 200 releases, 1 million answers', [`${projectPath}/releases?limit=100`]),
  ];
  await tenThousand.stop();
  await million.stop();
  return lines;
};
