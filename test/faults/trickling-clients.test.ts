import { connect, type Socket } from 'node:net';
import { expect, inject, test } from 'vitest';
import { startServer } from '../support/processes.ts';

const sockets = process.env.TORTURE ? 1000 : 200;
/** Node looks once a second; a busy machine may look later. */
const closedWithinMs = 20_000;

test(`${sockets} clients that send a byte a second are closed within 20 s, and others are served meanwhile (R15)`, {
  timeout: 60_000,
}, async () => {
  const server = await startServer({
    DATABASE_URL: `sqlite:${inject('sqliteTemplate')}.r15`,
    RATE_LIMITS: 'count',
    LOG_LEVEL: 'fatal',
  });
  const { port } = new URL(server.url);
  const head = 'POST /v1/feed HTTP/1.1\r\nHost: x\r\n';
  const started = performance.now();
  const closed = Array.from({ length: sockets }, (_, n) => {
    // Half of them never end their head, the others never end their body.
    const sent = n % 2 === 0 ? `${head}X-Slow: ` : `${head}Content-Length: 4000\r\n\r\n{`;
    return trickle(connect(Number(port), '127.0.0.1'), sent);
  });
  let isOver = false;
  const waits: number[] = [];
  const healthy = (async () => {
    while (!isOver) {
      const askedAt = performance.now();
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      waits.push(performance.now() - askedAt);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  await Promise.all(closed);
  isOver = true;
  await healthy;
  expect(performance.now() - started).toBeLessThan(closedWithinMs);
  expect(Math.max(...waits)).toBeLessThan(2000);
  await server.kill('SIGINT');
});

/** Resolves when the server has closed the connection. */
function trickle(socket: Socket, sent: string): Promise<void> {
  socket.on('error', () => {}).write(sent);
  const dripping = setInterval(() => socket.write('x'), 1000);
  socket.resume();
  return new Promise((resolve) => {
    socket.on('close', () => {
      clearInterval(dripping);
      resolve();
    });
  });
}
