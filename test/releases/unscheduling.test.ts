import { beforeEach, expect, test } from 'vitest';
import { stampDue } from '../../api/releases/publishing.ts';
import { readReleases, visibleAt } from '../../api/releases/visible.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  type ReleaseClient,
  readHistory,
  readProblem,
  revisionOf,
  startReleaseClient,
} from './release-client.ts';

const hourMs = 3_600_000;
/** In UTC, and the clock of the test stands at noon of 1 June. */
const atOne = { at: '2026-06-01T13:00', zone: 'UTC' };

onEachDatabase('a release that is unscheduled', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  const visible = async () => {
    const now = desk.api.clock();
    const { releases } = visibleAt(await readReleases(database.reader, desk.project.id), now);
    return releases.map(({ version }) => version);
  };
  const unschedule = (id: string) => desk.send('POST', `/releases/${id}/unschedule`);

  test('is a draft again, which its time does not publish', async () => {
    const { id } = await desk.draft('2.0');
    await desk.publish(id, atOne);
    const before = await revisionOf(database, desk.project.id);
    const reply = await unschedule(id);
    expect(reply.headers.get('etag')).toBe('"3"');
    expect(await reply.json()).toMatchObject({ state: 'draft', publishAt: null, revision: 3 });
    desk.api.clock.advance(2 * hourMs);
    expect([await stampDue(desk.api.deps, desk.api.clock()), await visible()]).toEqual([0, []]);
    expect((await readHistory(database, desk.project.id)).entries.at(-1)).toMatchObject({
      action: 'release.unschedule',
      before: { state: 'scheduled', publishAt: '2026-06-01T13:00:00.000Z' },
      after: { state: 'draft', publishAt: null },
    });
    // No visitor could notice it, so open pages hear nothing.
    expect(await revisionOf(database, desk.project.id)).toBe(before);
    expect(await desk.publish(id)).toMatchObject({ state: 'live' });
  });

  test('must be scheduled, and its time not come', async () => {
    const { id } = await desk.draft('2.0');
    expect(await readProblem(unschedule(id))).toMatchObject({ status: 409, code: 'wrong_state' });
    await desk.publish(id, atOne);
    desk.api.clock.advance(2 * hourMs);
    expect(await readProblem(unschedule(id))).toMatchObject({ status: 409, code: 'wrong_state' });
    expect(await visible()).toEqual(['2.0']);
  });

  test('takes a publisher', async () => {
    const { id } = await desk.draft('2.0');
    await desk.publish(id, atOne);
    const refused = desk.as.read('POST', `/releases/${id}/unschedule`);
    expect(await readProblem(refused)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await desk.read(id)).toMatchObject({ state: 'scheduled' });
  });
});
