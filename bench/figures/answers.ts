import { join } from 'node:path';
import { createBenchProject, expectAllCounted } from '../bench-project.ts';
import { type Figure, type Line, measureAlternately } from '../figure.ts';
import { runLoad } from '../load.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';
import { fetchTicket, freshAnswers } from '../visitor.ts';

const connections = 64;
const seconds = 1.5;

/** Answers acknowledged per second on SQLite, each durable, with rules, exposures and tallies. */
export const answers: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'answers.db')}`;
  const project = await createBenchProject(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const requests = freshAnswers(project, await fetchTicket(server, project));
  const loadOn =
    ({ port }: Program) =>
    () =>
      runLoad({ port, requests, connections, seconds });
  const name = `answers, SQLite, ${connections} connections`;

  const unstored = await startFloor('answers-unstored');
  const stored: Line = {
    ...(await measureAlternately(loadOn(server), loadOn(unstored))),
    name,
    unit: '/s',
    floorName: 'Hono with zod, no database',
    target: { ratioAtLeast: 0.15 },
  };
  await unstored.stop();

  const single = await startTidings({ databaseUrl, folder, answersPerCommit: 1 });
  const grouped: Line = {
    ...(await measureAlternately(loadOn(server), loadOn(single))),
    name,
    unit: '/s',
    floorName: 'one answer per commit',
    target: { ratioAtLeast: 4 },
  };
  await single.stop();
  await server.stop();
  await expectAllCounted(databaseUrl);
  return [stored, grouped];
};
