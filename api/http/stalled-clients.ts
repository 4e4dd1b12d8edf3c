import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerType } from '@hono/node-server';

/**
 * How many requests of one connection may wait for their replies. Browsers and proxies send one after
 * another; a client that sends thousands and reads nothing would make us keep every reply in memory.
 */
const maxUnanswered = 100;
/** How long a client may leave unread what it asked for: milliseconds (R15). */
const maxStallMs = 10_000;

/**
 * Cuts connections whose client has stopped reading, because Node would keep what waits for it, and
 * those with too many requests at once. A stream that is silent and a reply that is still being made
 * are left alone: nothing waits there.
 */
export function cutStalledClients(server: ServerType): void {
  server.setTimeout(maxStallMs);
  const unanswered = new WeakMap<Socket, number>();

  server.on('request', ({ socket }: IncomingMessage, reply: Pick<ServerResponse, 'on'>) => {
    // With a listener of its own, a reply that stalls is not cut by Node itself.
    reply.on('timeout', cutIfUnread);
    const count = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, count);
    if (count > maxUnanswered) socket.destroy();
    reply.on('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
  });
}

function cutIfUnread(socket: Socket): void {
  if (socket.writableLength > 0) socket.destroy();
}
