import { join } from 'node:path';
import { type Figure, inTurn, type Line } from '../figure.ts';
import { press } from '../load.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';
import { freshAnswers, takeTicket } from '../visitor.ts';
import { expectAllCounted, makeWorld } from '../world.ts';

const connections = 64;
const seconds = 1.5;

/** Answers acknowledged per second on SQLite, each durable: all rules, exposures and tallies included. */
export const answers: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'answers.db')}`;
  const world = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const requests = freshAnswers(world, await takeTicket(server, world));
  const pressOn =
    ({ port }: Program) =>
    () =>
      press({ port, requests, connections, seconds });
  const name = `answers, SQLite, ${connections} connections`;

  const unkept = await startFloor('answers-unkept');
  const kept: Line = {
    ...(await inTurn(pressOn(server), pressOn(unkept))),
    name,
    unit: '/s',
    against: 'Hono with zod, no database',
    wanted: { ratioAtLeast: 0.15 },
  };
  await unkept.stop();

  const single = await startTidings({ databaseUrl, folder, answersPerCommit: 1 });
  const grouped: Line = {
    ...(await inTurn(pressOn(server), pressOn(single))),
    name,
    unit: '/s',
    against: 'one answer per commit',
    wanted: { ratioAtLeast: 4 },
  };
  await single.stop();
  await server.stop();
  await expectAllCounted(databaseUrl);
  return [kept, grouped];
};
