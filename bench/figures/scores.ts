import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBenchProject, projectPath, withDatabase } from '../bench-project.ts';
import { getRequest } from '../connection.ts';
import { type Figure, type Line, measureAlternately } from '../figure.ts';
import { cycle, runLoad } from '../load.ts';
import { multiplyAnswers, newCopyableId } from '../many-answers.ts';
import { type Program, startTidings } from '../programs.ts';
import { storeAnswers } from '../store-answers.ts';

const baseAnswerCount = 10_000;
const times = 100;
const connections = 4;
const seconds = 1;

/** The reads of a dashboard, of 200 releases with a million answers against ten thousand. */
export const scores: Figure = async (folder) => {
  const [small, large] = [join(folder, 'small.db'), join(folder, 'large.db')];
  const project = await createBenchProject(`sqlite:${small}`);
  const inputs = Array.from({ length: baseAnswerCount }, (_, n) => ({
    identity: { kind: 'anonymous', anonymousId: newCopyableId(), traits: {} } as const,
    releaseId: project.releaseIds[n % project.releaseIds.length] ?? '',
  }));
  await withDatabase(`sqlite:${small}`, ({ writer }) =>
    writer.transaction().execute((trx) => storeAnswers(trx, project, inputs)),
  );
  copyFileSync(small, large);
  await withDatabase(`sqlite:${large}`, ({ writer }) => multiplyAnswers(writer, times));

  const tenThousand = await startTidings({ databaseUrl: `sqlite:${small}`, folder });
  const million = await startTidings({ databaseUrl: `sqlite:${large}`, folder });
  const measureRead = async (name: string, paths: string[]): Promise<Line> => {
    const requests = cycle(paths.map((path) => getRequest(path, project.apiKey)));
    const msOf =
      ({ port }: Program) =>
      async () =>
        (1000 * connections) / (await runLoad({ port, requests, connections, seconds }));
    const measured = await measureAlternately(msOf(million), msOf(tenThousand));
    const floorName = '10 thousand answers';
    return { ...measured, name, unit: 'ms', floorName, target: { ratioAtMost: 1.5 } };
  };
  const lines = [
    await measureRead(
      'scores of 200 releases, 1 million answers',
      project.releaseIds.map((id) => `${projectPath}/releases/${id}/score`),
    ),
    await measureRead('list of 200 releases, 1 million answers', [
      `${projectPath}/releases?limit=100`,
    ]),
  ];
  await tenThousand.stop();
  await million.stop();
  return lines;
};
