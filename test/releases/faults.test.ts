import { beforeEach, describe, expect, test } from 'vitest';
import { watchChanges } from '../../api/db/change-notices.ts';
import type { Database } from '../../api/db/connect.ts';
import { stampDue } from '../../api/releases/publishing.ts';
import type { Release } from '../../contract/releases.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { interruptAt } from '../support/interrupt.ts';
import { startNode } from '../support/processes.ts';
import { type Desk, openDesk, recordOf } from './desk.ts';

const atOne = { at: '2026-06-01T13:00', zone: 'UTC' };
const past = new Date('2026-06-01T13:00:00.000Z');

onEachDatabase('a change of state', ({ dialect, open }) => {
  let database: TestDatabase;
  let desk: Desk;

  beforeEach(async () => {
    database = await open();
    desk = await openDesk(database);
    return () => desk.api.stop();
  });

  /** What a release shows to have happened to it, in each place where that is written. */
  async function tracesOf({ id }: Release) {
    const { state, revision } = await desk.read(id);
    const { entries, messages } = await recordOf(database, desk.project.id);
    return {
      state,
      revision,
      actions: entries.filter(({ subject }) => subject.endsWith(id)).map(({ action }) => action),
      messages: messages.filter(({ release }) => release === id).map(({ kind }) => kind),
    };
  }

  describe('that fails at any statement (R11)', () => {
    const written = { state: 'draft', revision: 1, actions: ['release.create'], messages: [] };
    const live = {
      state: 'live',
      revision: 2,
      actions: ['release.create', 'release.publish'],
      messages: ['release.published'],
    };

    test.each([
      {
        verb: 'publish',
        prepare: async () => {},
        path: 'publish',
        body: {},
        before: written,
        after: live,
      },
      {
        verb: 'schedule',
        prepare: async () => {},
        path: 'publish',
        body: atOne,
        before: written,
        after: {
          ...written,
          state: 'scheduled',
          revision: 2,
          actions: ['release.create', 'release.schedule'],
        },
      },
      {
        verb: 'roll back',
        prepare: ({ id }: Release) => desk.publish(id),
        path: 'roll-back',
        body: { reason: 'x' },
        before: live,
        after: {
          state: 'rolled_back',
          revision: 3,
          actions: [...live.actions, 'release.roll_back'],
          messages: ['release.published', 'release.rolled_back'],
        },
      },
    ])('has not happened or is complete: $verb', async ({ prepare, path, body, before, after }) => {
      const seen = new Set<string>();
      for (let k = 1, interrupted = true; interrupted; k += 1) {
        const made = await desk.draft(`${k}`);
        await prepare(made);
        const stop = interruptAt(k, () => {
          throw new Error('The database has gone.');
        });
        const { status } = await desk.send('POST', `/releases/${made.id}/${path}`, body);
        interrupted = stop();
        const traces = await tracesOf(made);
        expect([before, after], `statement ${k}`).toContainEqual(traces);
        if (status === 200) expect(traces).toEqual(after);
        seen.add(`${status} ${traces.state}`);
      }
      expect([...seen]).toContain(`500 ${before.state}`);
      expect([...seen]).toContain(`200 ${after.state}`);
    });

    test('has not happened or is complete: the stamp', async () => {
      const after = {
        state: 'live',
        revision: 3,
        actions: ['release.create', 'release.schedule', 'release.publish'],
        messages: ['release.published'],
      };
      const before = { ...after, state: 'scheduled', revision: 2, messages: [] };
      before.actions = ['release.create', 'release.schedule'];
      const made = await desk.draft('2.0');
      await desk.publish(made.id, atOne);
      let failures = 0;
      for (let k = 1, interrupted = true; interrupted; k += 1) {
        const stop = interruptAt(k, () => {
          throw new Error('The database has gone.');
        });
        const stamped = await stampDue(desk.api.deps, past).catch(() => 'failed');
        interrupted = stop();
        if (stamped === 'failed') failures += 1;
        expect([before, after], `statement ${k}`).toContainEqual(await tracesOf(made));
      }
      expect(await tracesOf(made)).toEqual(after);
      expect(failures).toBeGreaterThan(5);
    });
  });

  describe('that many make at once (R12)', () => {
    const scheduled = {
      state: 'live',
      actions: ['release.create', 'release.schedule', 'release.publish'],
      messages: ['release.published'],
    };

    test('is one publication when processes race for a scheduled release', async () => {
      const made = await desk.draft('2.0');
      const script = ['--import', 'tsx', 'test/releases/stamp-until-live.ts'];
      const args = [...script, database.url, past.toISOString()];
      const nodes = [1, 2, 3].map(() => startNode(args));
      await Promise.all(nodes.map((node) => node.waitFor(/ready/)));
      await desk.publish(made.id, atOne);
      const endings = await Promise.all(nodes.map((node) => node.ended));
      expect(endings.map(({ stderr }) => stderr)).toEqual(['', '', '']);
      const counts = endings.map(({ stdout }) => Number(/stamped (\d+)/.exec(stdout)?.[1]));
      expect(counts.sort()).toEqual([0, 0, 1]);
      expect(await tracesOf(made)).toMatchObject(scheduled);
    });

    test('is one publication when ten nodes notice it', async () => {
      const made = await desk.draft('2.0');
      await desk.publish(made.id, atOne);
      // SQLite's connections of one process would wait for each other with the process standing still.
      const connections: Database[] = Array.from({ length: 10 }, () =>
        dialect === 'postgres' ? database.openSecond() : database,
      );
      const { randomId } = desk.api.deps;
      const nodes = await Promise.all(
        connections.map(async (node) => ({
          database: node,
          notices: await watchChanges(node, () => {}),
          randomId,
        })),
      );
      const counts = await Promise.all(nodes.map((node) => stampDue(node, past)));
      await Promise.all(nodes.map(({ notices }) => notices.stop()));
      expect(counts.reduce((total, count) => total + count)).toBe(1);
      expect(await tracesOf(made)).toMatchObject(scheduled);
    });

    test('is one roll-back when nodes are asked together', async () => {
      const made = await desk.draft('2.0');
      await desk.publish(made.id, atOne);
      desk.api.clock.set('2026-06-01T14:00:00.000Z');
      const [reply, stamped] = await Promise.all([
        desk.send('POST', `/releases/${made.id}/roll-back`, { reason: 'x' }),
        stampDue(desk.api.deps, desk.api.clock()),
      ]);
      expect(reply.status).toBe(200);
      expect(stamped).toBeLessThan(2);
      expect(await tracesOf(made)).toEqual({
        state: 'rolled_back',
        revision: 4,
        actions: [...scheduled.actions, 'release.roll_back'],
        messages: ['release.published', 'release.rolled_back'],
      });
    });
  });
});
