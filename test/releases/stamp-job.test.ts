import { beforeEach, expect, test, vi } from 'vitest';
import { stampJob } from '../../api/releases/stamp-job.ts';
import { startJob } from '../jobs/start-job.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { type ReleaseClient, readHistory, startReleaseClient } from './release-client.ts';

const atOne = { at: '2026-06-01T13:00', zone: 'UTC' };
const hourMs = 3_600_000;

onEachDatabase('the schedule', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    stop = startJob(desk.api.deps, stampJob(desk.api.deps));
    return async () => {
      await stop();
      await desk.api.stop();
    };
  });

  const stateOf = async (id: string) => (await desk.read(id)).state;
  const isLive = (id: string) =>
    vi.waitFor(async () => expect(await stateOf(id)).toBe('live'), 5000);

  test('stamps what is due when its time comes, and not before', async () => {
    const soon = await desk.draft('2.0');
    const later = await desk.draft('2.1');
    await desk.publish(later.id, { at: '2026-06-01T15:00', zone: 'UTC' });
    await desk.publish(soon.id, atOne);
    desk.api.clock.advance(hourMs);
    await isLive(soon.id);
    expect(await stateOf(later.id)).toBe('scheduled');
    desk.api.clock.advance(2 * hourMs);
    await isLive(later.id);
    expect((await readHistory(database, desk.project.id)).messages).toHaveLength(2);
  });

  test('stamps what became due while nobody was running', async () => {
    await stop();
    const { id } = await desk.draft('2.0');
    await desk.publish(id, atOne);
    desk.api.clock.advance(hourMs);
    stop = startJob(desk.api.deps, stampJob(desk.api.deps));
    await isLive(id);
  });

  test('tries again after it failed', async () => {
    await stop();
    const { deps, clock } = desk.api;
    const { id } = await desk.draft('2.0');
    await desk.publish(id, atOne);
    clock.advance(hourMs);
    let failures = 0;
    const randomId = () => {
      failures += 1;
      if (failures === 1) throw new Error('In the middle of the stamp.');
      return deps.randomId();
    };
    stop = startJob(deps, stampJob({ ...deps, randomId }));
    await isLive(id);
    expect(failures).toBe(2);
    expect((await readHistory(database, desk.project.id)).messages).toHaveLength(1);
  });
});
