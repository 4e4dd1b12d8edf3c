import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerType } from '@hono/node-server';

/**
 * The most requests of one connection that may wait for their replies. Browsers and proxies send
 * one at a time; a client that sends thousands and reads nothing would make us keep every reply.
 */
const maxUnanswered = 100;
/** The longest time in milliseconds that a client may leave a reply unread (R15). */
const maxStallMs = 10_000;

/**
 * Cuts connections whose client has stopped reading, because Node would keep the unread bytes in
 * memory, and connections with too many requests at once. A silent stream or a reply that is not
 * ready is left alone, because no bytes are waiting.
 */
export function cutStalledClients(server: ServerType): void {
  server.setTimeout(maxStallMs);
  const unanswered = new WeakMap<Socket, number>();

  server.on('request', ({ socket }: IncomingMessage, reply: Pick<ServerResponse, 'on'>) => {
    // With a `timeout` listener, Node leaves it to the listener to cut a stalled reply.
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
