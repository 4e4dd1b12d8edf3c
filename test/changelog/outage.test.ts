import { createServer, connect as dial, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../api/app.ts';
import { createPublicPages } from '../../api/changelog/public-pages.ts';
import { warmPagesJob } from '../../api/changelog/warm-pages-job.ts';
import { sqlitePath } from '../../api/db/connect.ts';
import { breakDatabase } from '../faults/broken-database.ts';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startJob } from '../jobs/start-job.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';
import { feedPaths, fetchPage, projectSlug, publicPagePath } from './fetch-page.ts';

const paths = [publicPagePath, `${publicPagePath}/1.0`, ...feedPaths];

onEachDatabase('the public page while the database is unavailable', ({ dialect, open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;
  let repair = () => {};

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api, { slug: projectSlug });
    await acme.publish('1.0', { title: 'Spring' });
  });
  afterEach(async () => {
    repair();
    await api.stop();
  });

  /** A node that keeps its pages warm, as a server does. */
  async function startWarm() {
    const pages = createPublicPages(api.deps);
    const node = { ...api, app: createApp({ ...api.deps, metrics: new Registry() }, pages).app };
    const stop = startJob(api.deps, warmPagesJob(api.deps, pages));
    // Until it has read what changed.
    await sleep(1200);
    return { node, stop };
  }

  test('shows what is known to every reader, though nobody has read it before', async () => {
    const { node, stop } = await startWarm();
    repair = breakDatabase();
    for (const path of paths) expect((await fetchPage(node, path)).status).toBe(200);
    const german = await fetchPage(node, publicPagePath, { 'accept-language': 'de' });
    expect([german.status, german.text.includes('Spring')]).toEqual([200, true]);
    expect((await fetchPage(node, '/changelog/nobody')).status).toBe(404);
    repair();
    await stop();
  });

  test('shows a change that was noticed before, and one that follows', async () => {
    const { node, stop } = await startWarm();
    await acme.publish('2.0', { title: 'Summer' });
    await sleep(1200);
    repair = breakDatabase();
    expect((await fetchPage(node)).text).toContain('Summer');
    repair();
    await acme.publish('3.0', { title: 'Autumn' });
    expect((await fetchPage(node)).text).toContain('Autumn');
    await stop();
  });

  test('that was never read says so as a page that people can read, in their scheme', async () => {
    repair = breakDatabase();
    const page = await fetchPage(api);
    expect(page.status).toBe(503);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('retry-after')).toBe('5');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).toContain('<h1>Back in a moment</h1>');
    expect(page.text).toContain('These release notes cannot be loaded right now.');
    expect(page.text).toContain('prefers-color-scheme:dark');
    const feed = await fetchPage(api, feedPaths[0]);
    expect([feed.status, feed.headers.get('retry-after')]).toEqual([503, '5']);
    expect(feed.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    repair();
    expect((await fetchPage(api)).status).toBe(200);
  });

  test('of a real server is served, cold or not', { timeout: 60_000 }, async () => {
    const outage = dialect === 'sqlite' ? lockFile(database.url) : await relayTo(database.url);
    const server = await startServer({ DATABASE_URL: outage.url, LOG_LEVEL: 'fatal' });
    await sleep(2500);
    await outage.begin();
    for (const path of paths) expect((await fetch(server.url + path)).status).toBe(200);
    await outage.end();
    await server.kill('SIGINT');
  });
});

interface Outage {
  url: string;
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** Another process that keeps all writers out. */
function lockFile(url: string): Outage {
  let other: BetterSqlite3.Database | undefined;
  return {
    url,
    async begin() {
      other = new BetterSqlite3(sqlitePath(url) ?? '');
      other.exec('begin exclusive');
    },
    async end() {
      other?.close();
    },
  };
}

/** A way to PostgreSQL that can be cut. */
async function relayTo(url: string): Promise<Outage> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const relay = createServer((near) => {
    const far = dial(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  const through = new URL(url);
  through.host = `127.0.0.1:${(relay.address() as { port: number }).port}`;
  return {
    url: through.href,
    async begin() {
      relay.close();
      for (const socket of sockets) socket.destroy();
    },
    async end() {},
  };
}
