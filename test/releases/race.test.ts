import { beforeEach, expect, test } from 'vitest';
import { watchChanges } from '../../api/db/change-notices.ts';
import type { Release } from '../../contract/releases.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { startNode } from '../support/processes.ts';
import { races } from './race.ts';
import { type ReleaseClient, readHistory, startReleaseClient } from './release-client.ts';

const atOne = { at: '2026-06-01T13:00', zone: 'UTC' };
const atTwo = new Date('2026-06-01T14:00:00.000Z');

onEachDatabase('many nodes at once (R12)', ({ dialect, open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  const racesHere = dialect === 'sqlite' ? raceProcesses : raceNodes;

  test.each([
    {
      verb: 'stamp',
      prepare: ({ id }: Release) => desk.publish(id, atOne),
      state: 'live',
      actions: ['release.schedule', 'release.publish'],
      messages: ['release.published'],
    },
    {
      verb: 'publish',
      prepare: async () => {},
      state: 'live',
      actions: ['release.publish'],
      messages: ['release.published'],
    },
    {
      verb: 'roll-back',
      prepare: ({ id }: Release) => desk.publish(id),
      state: 'rolled_back',
      actions: ['release.publish', 'release.roll_back'],
      messages: ['release.published', 'release.rolled_back'],
    },
  ])('do it once: $verb', async ({ verb, prepare, state, actions, messages }) => {
    const made = await desk.draft('2.0');
    await prepare(made);
    const wins = await racesHere(verb, made);
    expect(wins.reduce((sum, won) => sum + won)).toBe(1);
    expect(await desk.read(made.id)).toMatchObject({ state });
    const record = await readHistory(database, desk.project.id);
    expect(record.actions.filter((action) => !/create|edit/.test(action))).toEqual(actions);
    expect(record.messages.map(({ kind }) => kind)).toEqual(messages);
  });

  /** Three processes on one file: connections of one process would wait for each other for ever. */
  async function raceProcesses(verb: string, { id }: Release): Promise<number[]> {
    const racer = ['--import', 'tsx', 'test/releases/racer.ts'];
    const args = [...racer, database.url, verb, atTwo.toISOString()];
    const nodes = [1, 2, 3].map(() => startNode(args));
    await Promise.all(nodes.map((node) => node.waitFor(/ready/)));
    await desk.edit(id, { title: 'go' });
    const endings = await Promise.all(nodes.map((node) => node.ended));
    expect(endings.map(({ stderr }) => stderr)).toEqual(['', '', '']);
    return endings.map(({ stdout }) => Number(/won (\d+)/.exec(stdout)?.[1]));
  }

  /** Ten nodes with a pool each. */
  async function raceNodes(verb: string, { id }: Release): Promise<number[]> {
    const goal = { projectId: desk.project.id, releaseId: id, now: atTwo };
    const nodes = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const node = database.openSecond();
        return { database: node, notices: await watchChanges(node, () => {}) };
      }),
    );
    const wins = await Promise.all(
      nodes.map(async (node) => (await races[verb]?.(node, goal)) ?? 0),
    );
    await Promise.all(nodes.map(({ notices }) => notices.stop()));
    return wins;
  }

  test('roll back what another node is just noticing to be live', async () => {
    const { id } = await desk.draft('2.0');
    await desk.publish(id, atOne);
    desk.api.clock.set(atTwo.toISOString());
    const goal = { projectId: desk.project.id, releaseId: id, now: atTwo };
    const [reply] = await Promise.all([
      desk.send('POST', `/releases/${id}/roll-back`, { reason: 'x' }),
      races.stamp?.(desk.api.deps, goal),
    ]);
    expect(reply.status).toBe(200);
    expect(await desk.read(id)).toMatchObject({
      state: 'rolled_back',
      publishedAt: '2026-06-01T13:00:00.000Z',
    });
    const { messages } = await readHistory(database, desk.project.id);
    expect(messages.map(({ kind }) => kind)).toEqual(['release.published', 'release.rolled_back']);
  });
});
