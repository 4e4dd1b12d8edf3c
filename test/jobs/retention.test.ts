import { beforeEach, expect, test } from 'vitest';
import { heartbeatRetention } from '../../api/heartbeats/heartbeat-retention.ts';
import { recordHeartbeats } from '../../api/heartbeats/heartbeats.ts';
import type { Job } from '../../api/jobs/jobs.ts';
import { retentionJob } from '../../api/jobs/retention-job.ts';
import { outboxRetention } from '../../api/outbox/outbox-retention.ts';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

const dayMs = 24 * 60 * 60 * 1000;

onEachDatabase('rows that only accumulate', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api);
    return () => api.stop();
  });

  const run = (job: Job) => job.run(new AbortController().signal);

  const messages = async () =>
    (await database.reader.selectFrom('outbox').select('payload').execute()).map(({ payload }) =>
      JSON.parse(payload),
    );

  const origins = async () =>
    (await database.reader.selectFrom('sighting').select('origin').execute()).map(
      ({ origin }) => origin,
    );

  function see(origin: string) {
    const at = api.clock().toISOString();
    const seen = { projectId: acme.projectId, origin, at, isRefused: false };
    return recordHeartbeats(database.writer, [seen]);
  }

  test('messages of the outbox are kept for 30 days', async () => {
    await acme.publish('1.0', { title: 'Spring' });
    api.clock.advance(30 * dayMs);
    await acme.publish('2.0', { title: 'Summer' });
    await run(retentionJob(api.deps, outboxRetention));
    expect(await messages()).toHaveLength(2);
    api.clock.advance(1);
    await run(retentionJob(api.deps, outboxRetention));
    expect(await messages()).toMatchObject([{ version: '2.0' }]);
  });

  test('origins are kept until they have not been seen for a year', async () => {
    await see('https://gone.example');
    await see('https://app.example');
    api.clock.advance(365 * dayMs);
    await see('https://app.example');
    await run(retentionJob(api.deps, heartbeatRetention));
    expect((await origins()).sort()).toEqual(['https://app.example', 'https://gone.example']);
    api.clock.advance(1);
    await run(retentionJob(api.deps, heartbeatRetention));
    expect(await origins()).toEqual(['https://app.example']);
  });
});
