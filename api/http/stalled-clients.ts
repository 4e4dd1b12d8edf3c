import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerType } from '@hono/node-server';

/** How long a client may leave unread what it asked for: milliseconds (R15). */
const maxStallMs = 10_000;

/**
 * Cuts connections whose client has stopped reading: Node would hold what waits for it for ever. A
 * stream that is silent and a reply that is still being made are let be, for nothing waits there.
 */
export function cutStalledClients(server: ServerType): void {
  server.setTimeout(maxStallMs);
  server.on('request', (_request: unknown, reply: Pick<ServerResponse, 'on'>) => {
    // With a listener of its own, a reply that stalls is not cut by Node itself.
    reply.on('timeout', cutIfUnread);
  });
}

function cutIfUnread(socket: Socket): void {
  if (socket.writableLength > 0) socket.destroy();
}
