import { join } from 'node:path';
import { postRequest } from '../connection.ts';
import { type Figure, inTurn, quantile } from '../figure.ts';
import { cycle, pace } from '../load.ts';
import { startTidings } from '../programs.ts';
import { askFeed, freshAnswers, takeTicket } from '../visitor.ts';
import { expectAllCounted, makeWorld } from '../world.ts';

/** Both at a fixed pace, so that what is measured is waiting for answers, not for other feeds. */
const feedsPerSecond = 500;
const answersPerSecond = 500;
const seconds = 2;
/** At this pace it takes some thousand answers until the code that writes them is compiled. */
const warmUps = 5;

/** How long a feed takes, at the 99th percentile, while answers are written and synced beside it. */
export const feedWhileAnswering: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'both.db')}`;
  const world = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const { port } = server;
  const answers = freshAnswers(world, await takeTicket(server, world));
  const panel = cycle([postRequest('/v1/feed', askFeed(world.publicKey, { want: 'panel' }))]);
  const feeds = () => pace({ port, requests: panel, perSecond: feedsPerSecond, seconds });
  const beside = () => pace({ port, requests: answers, perSecond: answersPerSecond, seconds });

  const idle = async () => quantile(await feeds(), 0.99);
  const busy = async () => {
    const [times] = await Promise.all([feeds(), beside()]);
    return quantile(times, 0.99);
  };
  for (let round = 0; round < warmUps; round += 1) await busy();
  const measured = await inTurn(busy, idle);
  await server.stop();
  await expectAllCounted(databaseUrl);
  return [
    {
      ...measured,
      name: `feed p99 at ${feedsPerSecond}/s beside ${answersPerSecond} answers/s`,
      unit: 'ms',
      against: 'the same without answers',
      wanted: { ratioAtMost: 3 },
    },
  ];
};
