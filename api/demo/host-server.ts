import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Deps } from '../deps.ts';
import { cutStalledClients } from '../http/stalled-clients.ts';
import { oldestPublicKey } from '../projects/projects.ts';
import type { DemoProduct } from './demo-product.ts';
import { originAt, readDemoPageOptions } from './page-options.ts';

const timeouts = { headersTimeout: 10_000, requestTimeout: 15_000 };

/**
 * Creates the server of the demo's host app, set up as any other host: its own origin, a policy as
 * strict as our documentation promises is possible, the snippet, and nothing else of ours.
 */
export function createHostServer(deps: Deps, demoProduct: DemoProduct): Server {
  const server = createServer(timeouts, (request, reply) => {
    handleRequest({ ...deps, demoProduct }, request, reply).catch((err: unknown) => {
      deps.log.error({ err }, 'a request to the demo failed');
      reply.writeHead(500).end();
    });
  });
  cutStalledClients(server);
  return server;
}

type HostDeps = Deps & { demoProduct: DemoProduct };

async function handleRequest(
  host: HostDeps,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    reply.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const url = urlOf(request);
  const file = url && host.demoProduct.files[url.pathname];
  if (file) {
    send(reply, file.type, file.text);
  } else if (url && isPage(url.pathname)) {
    await sendPage(host, url, reply);
  } else {
    reply.writeHead(404).end();
  }
}

/** Returns undefined for an invalid address. */
function urlOf({ url = '/', headers }: IncomingMessage): URL | undefined {
  const address = `http://${headers.host ?? 'localhost'}${url}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** The app handles every path that is not a file. */
function isPage(pathname: string): boolean {
  return !pathname.includes('.');
}

async function sendPage(host: HostDeps, url: URL, reply: ServerResponse): Promise<void> {
  const { ports, config, database, demoProduct } = host;
  const { lang, project } = readDemoPageOptions(url.searchParams);
  const api = originAt(url.hostname, ports.api, config);
  const key = project ?? (await oldestPublicKey(database.reader)) ?? '';
  reply.setHeader('Content-Security-Policy', policyFor(api));
  send(reply, 'text/html', demoProduct.page({ api, key, lang }));
}

/** Allows the app's own files, and what `docs/embedding.md` asks a host to allow. */
function policyFor(api: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${api}`,
    `connect-src ${api}`,
    `img-src 'self' ${api}`,
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types tidings',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${api}`,
  ].join('; ');
}

function send(reply: ServerResponse, type: string, text: string): void {
  reply.writeHead(200, {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  reply.end(text);
}
