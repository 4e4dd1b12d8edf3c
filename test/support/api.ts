import type { RequestListener } from 'node:http';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createApp } from '../../api/app.ts';
import { readConfig } from '../../api/config.ts';
import { watchChanges } from '../../api/db/change-notices.ts';
import type { Database } from '../../api/db/database.ts';
import type { InstanceKeys } from '../../api/db/instance/keys.ts';
import { createProtection } from '../../api/db/instance/protection.ts';
import type { Deps } from '../../api/deps.ts';
import { createReadinessDetails } from '../../api/http/readiness.ts';
import type { RequestEnv } from '../../api/http/request-info.ts';
import { newId } from '../../api/ids.ts';
import { createChangelogReader } from '../../api/imports/changelog/reader.ts';
import { createRenderer } from '../../api/notes/markdown/renderer.ts';
import type { MemoryFiles } from '../../api/site/memory-files.ts';
import { createSnapshots } from '../../api/snapshot/snapshots.ts';
import { publicAddress } from './networks.ts';

/** Workers are plain JavaScript, so they come from the build. */
const built = new URL('../../dist/api/', import.meta.url);

/** A clock that stands still until it is moved. */
export interface FakeClock {
  (): Date;
  set(instant: string): void;
  advance(ms: number): void;
}

function fakeClock(start = '2026-06-01T12:00:00.000Z'): FakeClock {
  let now = Date.parse(start);
  const clock = () => new Date(now);
  return Object.assign(clock, {
    set(instant: string) {
      now = Date.parse(instant);
    },
    advance(ms: number) {
      now += ms;
    },
  });
}

/** One node of Tidings on a test's database, in this process: everything but the listening. */
export interface TestApi {
  app: OpenAPIHono<RequestEnv>;
  /** As a server on node:http would have it. */
  listener: RequestListener;
  deps: Deps;
  clock: FakeClock;
  /** Sends JSON the way the widget does: as text/plain. Each comes from another public network. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The same from this address, as the peer of the connection. */
  postFrom(
    address: string,
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Sends as a program with an API key; `body` as JSON where given. */
  as(key: string): MemberClient;
  stop(): Promise<void>;
}

export interface MemberClient {
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  get(path: string): Promise<Response>;
}

export interface ApiOptions {
  clock?: FakeClock;
  environment?: Record<string, string>;
  /** None where nothing else is said: most tests ask for no script. */
  widget?: MemoryFiles;
  dashboard?: MemoryFiles;
  keys?: InstanceKeys;
}

/** What a start would have created: the same in all tests. */
export const testKeys: InstanceKeys = {
  tickets: {
    current: { name: 'test-1', key: 'a ticket key of the tests' },
    known: new Map([['test-1', 'a ticket key of the tests']]),
    legacy: undefined,
  },
  visitors: { pseudonym: 'a pseudonym key of the tests', bucket: 'a bucket key of the tests' },
  protection: createProtection(['a secret of the tests that is long enough']),
};

export async function startApi(database: Database, options: ApiOptions = {}): Promise<TestApi> {
  const clock = options.clock ?? fakeClock();
  const stopping = new AbortController();
  const log = pino({ level: 'silent' });
  const baseDeps = {
    config: readConfig({ RATE_LIMITS: 'count', ...options.environment }),
    database,
    notices: await watchChanges(database, () => {}),
    clock,
    randomId: newId,
    keys: options.keys ?? testKeys,
    renderer: createRenderer({ workerUrl: new URL('render-worker.js', built) }),
    readChangelog: createChangelogReader(new URL('read-worker.js', built)),
    widget: options.widget ?? new Map(),
    dashboard: options.dashboard ?? new Map(),
    ports: { api: 3000, demo: 3001 },
    log,
    metrics: new Registry(),
    readiness: createReadinessDetails(),
    stopping: stopping.signal,
  };
  const deps: Deps = { ...baseDeps, snapshots: createSnapshots(baseDeps) };
  const { app, listener } = createApp(deps);
  const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
  let posts = 0;

  const postFrom: TestApi['postFrom'] = async (address, path, body, extraHeaders = {}) => {
    const headers = { 'content-type': 'text/plain', ...extraHeaders };
    const init = { method: 'POST', body: textOf(body), headers };
    return app.request(path, init, { incoming: { socket: { remoteAddress: address } } });
  };

  return {
    app,
    listener,
    deps,
    clock,
    post: (path, body, headers) => {
      posts += 1;
      return postFrom(publicAddress(posts), path, body, headers);
    },
    postFrom,
    as: (key) => memberClient(app, key),
    async stop() {
      stopping.abort();
      await deps.notices.stop();
      await deps.renderer.close();
    },
  };
}

function memberClient(app: OpenAPIHono<RequestEnv>, key: string): MemberClient {
  const send: MemberClient['send'] = async (method, path, body, headers = {}) =>
    app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return { send, get: (path) => send('GET', path) };
}
