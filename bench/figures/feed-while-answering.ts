import { join } from 'node:path';
import { createBenchProject, expectAllCounted } from '../bench-project.ts';
import { postRequest } from '../connection.ts';
import { type Figure, measureAlternately, quantile } from '../figure.ts';
import { cycle, runPacedLoad } from '../load.ts';
import { startTidings } from '../programs.ts';
import { feedRequestBody, fetchTicket, freshAnswers } from '../visitor.ts';

/** Both rates are fixed, so that the figure measures waiting for answers, not for other feeds. */
const feedsPerSecond = 500;
const answersPerSecond = 500;
const seconds = 2;
/** At this rate, the code that writes answers is compiled after some thousand of them. */
const warmUps = 5;

/** The time of a feed, at the 99th percentile, while answers are written and synced. */
export const feedWhileAnswering: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'both.db')}`;
  const project = await createBenchProject(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const { port } = server;
  const answers = freshAnswers(project, await fetchTicket(server, project));
  const panel = cycle([
    postRequest('/v1/feed', feedRequestBody(project.publicKey, { want: 'panel' })),
  ]);
  const feeds = () => runPacedLoad({ port, requests: panel, perSecond: feedsPerSecond, seconds });
  const answerLoad = () =>
    runPacedLoad({ port, requests: answers, perSecond: answersPerSecond, seconds });

  const idle = async () => quantile(await feeds(), 0.99);
  const busy = async () => {
    const [times] = await Promise.all([feeds(), answerLoad()]);
    return quantile(times, 0.99);
  };
  for (let round = 0; round < warmUps; round += 1) await busy();
  const measured = await measureAlternately(busy, idle);
  await server.stop();
  await expectAllCounted(databaseUrl);
  return [
    {
      ...measured,
      name: `feed p99 at ${feedsPerSecond}/s beside ${answersPerSecond} answers/s`,
      unit: 'ms',
      floorName: 'the same without answers',
      target: { ratioAtMost: 3 },
    },
  ];
};
