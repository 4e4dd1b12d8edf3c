import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '../../api/ids.ts';
import { feed } from '../../contract/feed.ts';
import { forwardedHeader, trustedPeers } from '../support/networks.ts';
import { type RunningServer, startServer } from '../support/processes.ts';

/** How many answers arrive at each of two moments. */
const half = process.env.TORTURE ? 500 : 10;

describe('a database that another process has locked (R4)', () => {
  let folder: string;
  let other: BetterSqlite3.Database;
  let server: RunningServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidings-locked-'));
    const path = join(folder, 'tidings.sqlite');
    await copyFile(inject('sqliteTemplate'), path);
    const settings = { DATABASE_URL: `sqlite:${path}`, LOG_LEVEL: 'fatal', ...trustedPeers };
    server = await startServer(settings);
    other = new BetterSqlite3(path);
  });
  afterEach(async () => {
    other.close();
    await server.kill('SIGINT');
    await rm(folder, { recursive: true });
  });

  const post = (path: string, body: object) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: forwardedHeader(),
    });

  async function ask(): Promise<() => object> {
    const { public_key: project } = other.prepare('select public_key from project').get() as {
      public_key: string;
    };
    const shown = await post('/v1/feed', { project, want: 'panel' });
    const { ticket, releases } = feed.parse(await shown.json());
    const release = releases.find(({ survey }) => survey);
    await sleep(1100);
    return () => ({
      ...{ project, ticket, release: release?.id, survey: release?.survey?.id },
      ...{ id: newId(), revision: 1, visitor: crypto.randomUUID() },
      ...{ state: 'complete', rating: 5, surface: 'panel' },
      ...{ createdAt: new Date().toISOString(), sentAt: new Date().toISOString() },
    });
  }

  interface Attempt {
    status: number;
    waitedMs: number;
  }

  /** As the widget does: until it is taken. */
  async function deliver(answer: object): Promise<Attempt[]> {
    const attempts: Attempt[] = [];
    for (;;) {
      const started = performance.now();
      const { status } = await post('/v1/responses', answer);
      attempts.push({ status, waitedMs: performance.now() - started });
      if (status < 300) return attempts;
      await sleep(200);
    }
  }

  test.each([1, 4, 6])('for %i seconds keeps every answer, and nobody from reading', async (s) => {
    const answer = await ask();
    other.exec('begin immediate');
    // The second half is sent while the first is under way, and waits in the queue.
    const answers = Array.from({ length: half }, () => deliver(answer()));
    await sleep(300);
    answers.push(...Array.from({ length: half }, () => deliver(answer())));
    const slowest: number[] = [];
    for (const end = Date.now() + s * 1000; Date.now() < end; ) {
      const started = Date.now();
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      slowest.push(Date.now() - started);
      await sleep(50);
    }
    other.exec('rollback');
    const attempts = (await Promise.all(answers)).flat();
    const statuses = new Set(attempts.map(({ status }) => status));
    // Sent again, an answer that was stored after its 503 is a replay: 200.
    expect([...statuses].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(statuses.has(503)).toBe(s > 5);
    expect(Math.max(...attempts.map(({ waitedMs }) => waitedMs))).toBeLessThan(5700);
    expect(Math.max(...slowest)).toBeLessThan(1000);
    const stored = other.prepare('select count(*) as n from response where quarantined = 0').get();
    expect(stored).toEqual({ n: 2 * half });
  });
});
