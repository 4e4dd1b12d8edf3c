import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll } from 'vitest';

export type Direction = 'request' | 'reply';

/** A way to a server that loses its connections where it is told to. */
export interface Proxy {
  url: string;
  /** How many bytes went each way since `cut` or `count` was called. */
  passed: Record<Direction, number>;
  /** How many connections it has cut. */
  cuts: number;
  /** Cuts every connection once, after that many bytes in one direction from now on. */
  cut(direction: Direction, afterBytes: number): void;
  /** Cuts nothing, and counts from now on. */
  count(): void;
}

const stops: (() => void)[] = [];
afterAll(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Starts a proxy in front of a server of this machine; it is stopped after the test file. */
export async function startProxy(target: string): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let planned: { direction: Direction; afterBytes: number } | undefined;

  function passOn(from: Socket, to: Socket, direction: Direction): void {
    from.on('data', (chunk) => {
      const left =
        planned?.direction === direction
          ? planned.afterBytes - proxy.passed[direction]
          : Number.POSITIVE_INFINITY;
      proxy.passed[direction] += chunk.length;
      if (chunk.length < left) {
        to.write(chunk);
        return;
      }
      planned = undefined;
      proxy.cuts += 1;
      // What has passed arrives; after it there is nothing, in either direction.
      to.end(chunk.subarray(0, left));
      for (const socket of sockets) if (socket !== to) socket.destroy();
    });
  }

  const server = createServer((near) => {
    const { hostname, port } = new URL(target);
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => {});
    }
    near.on('close', () => far.end());
    far.on('close', () => near.end());
    for (const socket of [near, far]) socket.on('close', () => sockets.delete(socket));
    passOn(near, far, 'request');
    passOn(far, near, 'reply');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });

  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: { request: 0, reply: 0 },
    cuts: 0,
    cut(direction, afterBytes) {
      proxy.count();
      planned = { direction, afterBytes };
    },
    count() {
      planned = undefined;
      proxy.passed = { request: 0, reply: 0 };
    },
  };
  return proxy;
}
