import { beforeEach, expect, test } from 'vitest';
import { stampDue } from '../../api/releases/publishing.ts';
import type { Release } from '../../contract/releases.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { interruptAt } from '../support/interrupt.ts';
import { type ReleaseClient, readHistory, startReleaseClient } from './release-client.ts';

const atOne = { at: '2026-06-01T13:00', zone: 'UTC' };
const past = new Date('2026-06-01T13:00:00.000Z');

onEachDatabase('a change of state that fails at any statement (R11)', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    // Else the statement that fails could be one of the node's own looks for changes.
    await desk.api.deps.notices.stop();
    return () => desk.api.stop();
  });

  /** What a release shows to have happened to it, in each place where that is written. */
  async function tracesOf({ id }: Release) {
    const { state, revision } = await desk.read(id);
    const { entries, messages } = await readHistory(database, desk.project.id);
    return {
      state,
      revision,
      actions: entries.filter(({ subject }) => subject.endsWith(id)).map(({ action }) => action),
      messages: messages.filter(({ release }) => release === id).map(({ kind }) => kind),
    };
  }

  const written = { state: 'draft', revision: 1, actions: ['release.create'], messages: [] };
  const live = {
    state: 'live',
    revision: 2,
    actions: ['release.create', 'release.publish'],
    messages: ['release.published'],
  };

  const scheduled = {
    ...written,
    state: 'scheduled',
    revision: 2,
    actions: ['release.create', 'release.schedule'],
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
      after: scheduled,
    },
    {
      verb: 'unschedule',
      prepare: ({ id }: Release) => desk.publish(id, atOne),
      path: 'unschedule',
      body: undefined,
      before: scheduled,
      after: {
        ...written,
        revision: 3,
        actions: [...scheduled.actions, 'release.unschedule'],
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
