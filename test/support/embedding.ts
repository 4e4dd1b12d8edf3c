import type { Page } from 'playwright-core';
import { createKeyAt } from '../../api/commands/create-key.ts';
import { type RunningServer, startServer } from './processes.ts';

/** A server with one project, as a customer's page and its team meet it. */
export interface Instance {
  server: RunningServer;
  publicKey: string;
  /** Calls a member route under the project with an admin key, and gives the JSON of its reply. */
  call<Reply>(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Makes a release of one note and publishes it; gives its id. */
  publish(version: string, more?: object): Promise<string>;
}

/** Starts the built server on a database that has its first project, `tidings`. */
export async function startInstance(databaseUrl: string, environment = {}): Promise<Instance> {
  const settings = { DATABASE_URL: databaseUrl, LOG_LEVEL: 'fatal', RATE_LIMITS: 'count' };
  const server = await startServer({ ...settings, ...environment });
  const wanted = { project: 'tidings', name: 'command line', scope: 'admin' } as const;
  const { key } = await createKeyAt(databaseUrl, wanted);

  async function call<Reply>(method: string, path: string, body?: unknown): Promise<Reply> {
    const reply = await fetch(`${server.url}/api/projects/tidings${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'if-match': '*',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${await reply.text()}`);
    return (await reply.json()) as Reply;
  }

  async function publish(version: string, more: object = {}): Promise<string> {
    const notes = [{ kind: 'new', title: `New in ${version}`, body: 'It **works**.' }];
    const { id } = await call<{ id: string }>('POST', '/releases', { version, notes, ...more });
    await call('POST', `/releases/${id}/publish`, {});
    return id;
  }

  const { publicKey } = await call<{ publicKey: string }>('GET', '');
  return { server, publicKey, call, publish };
}

/** Rolls back the releases of a new instance, which come from our changelog and change with it. */
export async function rollBackSeededReleases({ call }: Instance): Promise<void> {
  const { data } = await call<{ data: { id: string }[] }>('GET', '/releases');
  const reason = 'The releases of this test are its own.';
  for (const { id } of data) await call('POST', `/releases/${id}/roll-back`, { reason });
}

/** The three lines that docs/embedding.md asks of a host whose policy is otherwise closed. */
export function strictPolicy(serverUrl: string, more = ''): string {
  const { origin } = new URL(serverUrl);
  const ours = ['script-src', 'connect-src', 'img-src'].map((name) => `${name} ${origin}`);
  return ["default-src 'none'", ...ours, more].filter(Boolean).join('; ');
}

/** The tag that customers paste. */
export function snippet({ server, publicKey }: Instance, attributes = ''): string {
  return `<script async src="${server.url}/v1/loader.js" data-project="${publicKey}" ${attributes}></script>`;
}

/** A page of a host product around the snippet. */
export function hostPage(content: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Harbour</title>${head}</head>
<body><main><h1>Harbour</h1><button id="before">Before</button><input id="field"></main>${content}</body></html>`;
}

/** What went wrong in a page, and what it asked of whom. */
export interface PageLog {
  /** Errors of scripts, of the console and of the content security policy. */
  errors: string[];
  warnings: string[];
  requests: string[];
}

/** Starts to watch; call it before the page goes anywhere. */
export function logPage(page: Page): PageLog {
  const log: PageLog = { errors: [], warnings: [], requests: [] };
  page.on('pageerror', (error) => log.errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') log.errors.push(message.text());
    if (message.type() === 'warning') log.warnings.push(message.text());
  });
  page.on('request', (request) => log.requests.push(`${request.method()} ${request.url()}`));
  return log;
}
