import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { announceStart, type Screen } from './announce-start.ts';
import { createApp } from './app.ts';
import { createPublicPages, type PublicPages } from './changelog/public-pages.ts';
import { warmPagesJob } from './changelog/warm-pages-job.ts';
import type { Config } from './config.ts';
import { watchChanges } from './db/change-notices.ts';
import { open } from './db/connect.ts';
import type { Database } from './db/database.ts';
import { saveAddress } from './db/instance/address.ts';
import { prepareToServe, type ServeEvents } from './db/prepare-to-serve.ts';
import { readDemoProduct } from './demo/demo-product.ts';
import { createHostServer } from './demo/host-server.ts';
import type { Deps } from './deps.ts';
import { updateExposureVisitors } from './exposures/exposure-queries.ts';
import { heartbeatRetention } from './heartbeats/heartbeat-retention.ts';
import { listen } from './http/listen.ts';
import { createReadinessDetails } from './http/readiness.ts';
import { cutStalledClients } from './http/stalled-clients.ts';
import { newId } from './ids.ts';
import { createChangelogReader } from './imports/changelog/reader.ts';
import { createFirstProject } from './imports/first-project.ts';
import { type Job, startJobs } from './jobs/jobs.ts';
import { retentionJob } from './jobs/retention-job.ts';
import { secondServerJob } from './jobs/second-server-job.ts';
import { openLog } from './log.ts';
import { recordCreators } from './members/authority.ts';
import { createOwnerInvitation, ensureOwnerInvitation } from './members/first-owner.ts';
import { createRenderer } from './notes/markdown/renderer.ts';
import { type OpenedKeys, openKeys } from './open-keys.ts';
import { outboxRetention } from './outbox/outbox-retention.ts';
import { stampJob } from './releases/stamp-job.ts';
import { heldTextsJob } from './responses/held/held-texts-job.ts';
import { settleJob } from './responses/held/settle-job.ts';
import { updateResponseVisitors } from './responses/queries.ts';
import { readBuiltFiles } from './site/memory-files.ts';
import { createSnapshots } from './snapshot/snapshots.ts';
import { aliasHashingJob } from './visitors/alias-hashing-job.ts';
import { networkRetentionJob } from './visitors/networks/network-retention-job.ts';

/** The output of the build that a server needs. */
export interface BuildOutput {
  /** The folder of the workers. */
  folder: URL;
  /** The folder of the widget. */
  widget: URL;
  /** The folder of the dashboard. */
  dashboard: URL;
  /** The folder of the demo's fictional product. */
  demoProduct: URL;
  /** The text of our own changelog, for the first project. */
  changelog: string;
}

/** Options for this start only. */
export interface StartOptions {
  /**
   * Whether to accept a secret that the database was not used with. What the former secret
   * protected is then lost.
   */
  acceptNewSecret: boolean;
  /** Whether to accept an SQLite file that looks like a copy without its log. */
  acceptLoneFile: boolean;
  /** The terminal to print to, if there is one. */
  screen?: Screen;
}

const defaultStartOptions: StartOptions = { acceptNewSecret: false, acceptLoneFile: false };

/** The keys, the log and the terminal, which exist before the server is assembled. */
interface ServerContext extends OpenedKeys {
  log: Logger;
  screen: Screen;
}

export interface RunningServer {
  /**
   * Reports that the server is not ready, still accepts requests for `drainMs`, so that the load
   * balancer can turn to other nodes, finishes the requests under way, and stops. Resolves when
   * nothing of this server is left running.
   */
  stop(drainMs: number): Promise<void>;
}

/** How long to wait before open connections are cut: ms (R26 allows 25 s in all). */
const cutMs = 15_000;

/** Closes slow clients within 20 s (R15); Node's defaults are minutes. */
const serverOptions = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1000,
};

/**
 * Starts a server: config → connect → migrate → createApp → listen → announce on the terminal, if
 * there is one, or in the log. Throws an Error with a sentence for the operator.
 */
export async function startServer(
  config: Config,
  build: BuildOutput,
  { acceptNewSecret, acceptLoneFile, screen }: StartOptions = defaultStartOptions,
): Promise<RunningServer> {
  const log = openLog(config.logLevel);
  const warn = (sentence: string) => log.warn(sentence);
  const writerUrl = new URL('writer-worker.js', build.folder);
  let database = await open(config.databaseUrl, { writerUrl, acceptLoneFile, warn });
  try {
    database = await prepareToServe(database, eventsOf(log));
    await recordCreators(database.writer);
    const { keys, notice } = await openKeys(database, config, { acceptNewSecret, now: new Date() });
    if (notice) warn(notice);
    return await serve(config, build, database, { log, keys, notice, screen });
  } catch (error) {
    await database.close();
    throw error;
  }
}

function eventsOf(log: Logger): ServeEvents {
  return {
    onProgress: (sentence) => log.info(sentence),
    onShared: (serving) =>
      log.warn(
        `${serving} servers use this SQLite file, which is meant for one. Stop the others, or move to PostgreSQL.`,
      ),
    onLockLost: (err) => log.warn({ err }, 'the lock on the database was lost'),
    onNewer(err) {
      log.fatal({ err }, 'the database is newer than this server, so the server stops');
      process.exit(1);
    },
  };
}

async function serve(
  config: Config,
  build: BuildOutput,
  database: Database,
  context: ServerContext,
): Promise<RunningServer> {
  const stopping = new AbortController();
  const deps = await createDeps(config, build, database, context, stopping.signal);
  await createFirstProject(deps, build.changelog);
  const invite = context.screen ? createOwnerInvitation : ensureOwnerInvitation;
  const invitation = await invite(database, deps.clock());
  const pages = createPublicPages(deps);
  const { listener, jobs } = createApp(deps, pages);
  const server = createServer(serverOptions, listener);
  cutStalledClients(server);
  const demo = createHostServer(deps, readDemoProduct(build.demoProduct));
  await saveAddress(database.writer, config.publicUrl);
  deps.ports.demo = await listen(demo, { ...config, port: config.demoPort, variable: 'DEMO_PORT' });
  deps.ports.api = await listen(server, { ...config, variable: 'PORT' });
  // Jobs start after listening, because pages need the port for their links.
  const stopJobs = startJobs([...jobsOf(deps, pages), ...jobs], deps);
  announceStart(deps, invitation, context.screen);

  async function stop(drainMs: number): Promise<void> {
    deps.log.info('stopping');
    stopping.abort();
    await drain(server, drainMs);
    demo.close();
    demo.closeAllConnections();
    await stopJobs();
    await deps.notices.stop();
    await deps.renderer.close();
    await database.close();
    deps.log.info('stopped');
    deps.log.flush();
  }

  return { stop };
}

/** The background jobs of all modules. */
function jobsOf(deps: Deps, pages: PublicPages): Job[] {
  return [
    secondServerJob(deps),
    stampJob(deps),
    aliasHashingJob(deps, [updateExposureVisitors, updateResponseVisitors]),
    warmPagesJob(deps, pages),
    settleJob(deps),
    networkRetentionJob(deps),
    heldTextsJob(deps),
    retentionJob(deps, outboxRetention),
    retentionJob(deps, heartbeatRetention),
  ];
}

async function createDeps(
  config: Config,
  build: BuildOutput,
  database: Database,
  { log, keys, notice }: ServerContext,
  stopping: AbortSignal,
): Promise<Deps> {
  const readiness = createReadinessDetails();
  readiness.set('secret', notice);
  const onError = (err: unknown) => log.warn({ err }, 'checking for changes failed');
  const deps = {
    config,
    database,
    clock: () => new Date(),
    randomId: newId,
    keys,
    notices: await watchChanges(database, onError),
    renderer: createRenderer({ workerUrl: new URL('render-worker.js', build.folder) }),
    readChangelog: createChangelogReader(new URL('read-worker.js', build.folder)),
    widget: readBuiltFiles(build.widget, 'widget'),
    dashboard: readBuiltFiles(build.dashboard, 'dashboard'),
    ports: { api: 0, demo: 0 },
    log,
    metrics: createMetrics(),
    readiness,
    stopping,
  };
  return { ...deps, snapshots: createSnapshots(deps) };
}

function createMetrics(): Registry {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return metrics;
}

/**
 * Closes each client's connection after its next reply, so that the client reconnects and the load
 * balancer can send it to another node. After `drainMs`, accepts no more connections and waits for
 * the requests under way.
 */
async function drain(server: Server, drainMs: number): Promise<void> {
  server.prependListener('request', (_request, reply) => reply.setHeader('Connection', 'close'));
  await new Promise((resolve) => setTimeout(resolve, drainMs));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), cutMs);
  await closed;
  clearTimeout(cut);
}
