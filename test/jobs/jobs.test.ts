import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Job, retryMs, startJobs } from '../../api/jobs/jobs.ts';
import { onEachDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';

describe('a job', () => {
  let metrics: Registry;
  let lines: { level: number; msg: string; err?: { message: string } }[];
  let stop: () => Promise<void>;

  beforeEach(() => {
    metrics = new Registry();
    lines = [];
    stop = async () => {};
    return () => stop();
  });

  function start(...jobs: Partial<Job>[]): void {
    const write = (line: string) => void lines.push(JSON.parse(line));
    const usual = { name: 'a-job', failure: 'it failed', everyMs: 5, run: async () => {} };
    const log = pino({}, { write });
    stop = startJobs(
      jobs.map((job) => ({ ...usual, ...job })),
      { log, metrics },
    );
  }

  async function runsOf(job: string, outcome: string): Promise<number> {
    const counted = (await metrics.getMetricsAsJSON()).find(
      ({ name }) => name === 'job_runs_total',
    );
    const values = (counted?.values ?? []) as { labels: Record<string, string>; value: number }[];
    const found = values.find(({ labels }) => labels.job === job && labels.outcome === outcome);
    return found?.value ?? 0;
  }

  test('runs at once and again after its pause, and never twice at once', async () => {
    let runs = 0;
    let underWay = 0;
    let most = 0;
    start({
      async run() {
        runs += 1;
        underWay += 1;
        most = Math.max(most, underWay);
        await sleep(20);
        underWay -= 1;
      },
    });
    expect(runs).toBe(1);
    await expect.poll(() => runs).toBeGreaterThan(3);
    expect(most).toBe(1);
  });

  test('that fails is logged with its own message, and tried again', async () => {
    let runs = 0;
    start({
      async run() {
        runs += 1;
        if (runs === 1) throw new Error('The database is away.');
      },
    });
    await expect.poll(() => runsOf('a-job', 'succeeded')).toBeGreaterThan(0);
    expect(await runsOf('a-job', 'failed')).toBe(1);
    expect(lines).toMatchObject([
      { level: 50, msg: 'it failed', err: { message: 'The database is away.' } },
    ]);
  });

  test('that keeps failing holds up no other one', async () => {
    let runs = 0;
    const fails = () => Promise.reject(new Error('Always.'));
    start(
      { name: 'broken', run: fails },
      {
        name: 'whole',
        run: async () => {
          runs += 1;
        },
      },
    );
    await expect.poll(() => runs).toBeGreaterThan(3);
    expect(await runsOf('broken', 'succeeded')).toBe(0);
  });

  test('is interrupted when it is stopped, which waits for its end', async () => {
    let hasEnded = false;
    start({
      async run(stopping) {
        await sleep(60_000, undefined, { signal: stopping }).catch(() => {});
        await sleep(20);
        hasEnded = true;
      },
    });
    await stop();
    expect(hasEnded).toBe(true);
  });

  test('does not run any more after it was stopped, however long its pause', async () => {
    let runs = 0;
    start(
      {
        everyMs: 60_000,
        run: async () => {
          runs += 1;
        },
      },
      { run: async () => {} },
    );
    await sleep(20);
    await stop();
    await sleep(20);
    expect(runs).toBe(1);
  });

  test('says when it last succeeded', async () => {
    const before = Date.now() / 1000;
    start({});
    await expect.poll(() => runsOf('a-job', 'succeeded')).toBeGreaterThan(0);
    const text = await metrics.getSingleMetricAsString('job_last_success_timestamp_seconds');
    const [, seconds] = text.match(/\{job="a-job"\} ([\d.]+)/) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(before);
  });

  test.each([
    { everyMs: 250, failures: 1, ms: 250 },
    { everyMs: 250, failures: 2, ms: 500 },
    { everyMs: 250, failures: 5, ms: 4000 },
    { everyMs: 250, failures: 6, ms: 5000 },
    { everyMs: 250, failures: 2000, ms: 5000 },
    { everyMs: 60_000, failures: 9, ms: 60_000 },
    { everyMs: 86_400_000, failures: 1, ms: 250 },
    { everyMs: 86_400_000, failures: 20, ms: 300_000 },
  ])('of every $everyMs ms is tried again $ms ms after failure $failures', (given) => {
    expect(retryMs(given.everyMs, given.failures)).toBe(given.ms);
  });
});

onEachDatabase('a started server', ({ open }) => {
  test('runs each of its jobs', async () => {
    const { url } = await open();
    const server = await startServer({ DATABASE_URL: url, LOG_LEVEL: 'fatal' });
    const succeeded = async () => {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      const runs = text.matchAll(/^job_runs_total\{job="([^"]+)",outcome="succeeded"\}/gm);
      return [...runs].map(([, name]) => name).sort();
    };
    await expect
      .poll(succeeded, { timeout: 10_000 })
      .toEqual([
        'anonymous-ids',
        'held-comments',
        'held-groups',
        'idempotency-retention',
        'networks',
        'outbox-retention',
        'public-pages',
        'scheduled-releases',
        'second-server',
        'sighting-retention',
      ]);
    await server.kill();
  });
});
