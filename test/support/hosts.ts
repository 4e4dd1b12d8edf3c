import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a host product answers on one of its paths. */
export interface HostReply {
  body: string;
  type?: string;
  policy?: string;
}

/** A host product on an origin of its own: `localhost`, where the server is on 127.0.0.1. */
export interface Host {
  origin: string;
  stop(): Promise<void>;
}

/** Serves the pages by path; other paths answer 404. */
export async function startHost(pages: Record<string, HostReply>): Promise<Host> {
  const server = createServer((request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages[pathname];
    const policy = page?.policy ? { 'Content-Security-Policy': page.policy } : {};
    const type = page?.type ?? 'text/html; charset=utf-8';
    reply.writeHead(page ? 200 : 404, { 'Content-Type': type, ...policy }).end(page?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://localhost:${port}`, stop };
}
