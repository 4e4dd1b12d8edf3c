import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What a page asked of our server. */
export interface RecordedRequest {
  path: string;
  body: Record<string, unknown>;
}

/** A stand-in for our server that serves the built widget, and a host page of another origin. */
export interface FakeHost {
  /** The host page's address. */
  url: string;
  requests: RecordedRequest[];
  /** How many unread releases the next feed tells of. */
  unread: number;
  /** The status of the next feeds. */
  status: number;
  /** Tells the open streams of a change. */
  notifyChange(): void;
}

/** `html` is the host page; `%s` in it is the address of the loader. */
export async function startFakeHost(html: string): Promise<FakeHost> {
  const requests: RecordedRequest[] = [];
  const streams = new Set<ServerResponse>();
  let revision = 1;
  const fake = { url: '', requests: requests, unread: 3, status: 200, notifyChange: () => {} };
  const notifyStreams = () => {
    for (const stream of streams) stream.write(changed(revision));
  };
  fake.notifyChange = () => {
    revision += 1;
    notifyStreams();
  };

  const server = await serve(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (path === '/v1/live') {
      requests.push({ path, body: {} });
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(changed(revision));
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    if (request.method === 'GET') return sendFile(path, response, requests);
    requests.push({ path, body: JSON.parse(await read(request)) });
    response.writeHead(fake.status, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify(fake.status === 200 ? feed(fake.unread, revision) : { status: fake.status }),
    );
  });
  const host = await serve((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policy(server));
    response.end(html.replaceAll('%s', `${server}/v1/loader.js`));
  });
  // Another port is another origin.
  fake.url = `${host}/`;
  return fake;
}

/** What we ask hosts to allow, and nothing else. */
function policy(server: string): string {
  return `default-src 'none'; script-src ${server}; connect-src ${server};
    img-src ${server}; require-trusted-types-for 'script'; trusted-types tidings`.replace(
    /\s+/g,
    ' ',
  );
}

function changed(revision: number): string {
  return `event: changed\ndata: {"revision":${revision}}\n\n`;
}

function feed(unread: number, revision: number): object {
  const settings = { name: 'Acme', url: null };
  return {
    tag: `t${unread}`,
    refreshAfterSeconds: 300,
    revision,
    ticket: 'x',
    unread,
    releases: [],
    settings,
  };
}

function sendFile(path: string, response: ServerResponse, requests: RecordedRequest[]): void {
  requests.push({ path, body: {} });
  response.setHeader('Content-Type', 'text/javascript');
  response.end(readFileSync(join('dist/widget', path.replace('/v1/', ''))));
}

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
