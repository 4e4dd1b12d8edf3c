import { type Connection, openConnection } from './connection.ts';

/** Returns the next request to send. */
export type RequestSource = () => Buffer;

/** Returns these requests in turn, over and over. */
export function cycle(requests: readonly Buffer[]): RequestSource {
  let next = 0;
  return () => {
    const request = requests[next % requests.length];
    next += 1;
    if (!request) throw new Error('There are no requests to send.');
    return request;
  };
}

export interface LoadOptions {
  port: number;
  requests: RequestSource;
  connections: number;
  /** The load ends after this many seconds, or when `count` requests are answered. */
  seconds?: number;
  count?: number;
  /** Whether to keep the process awake: see `preventSleep`. False if a database shares its core. */
  awake?: boolean;
}

/** Sends requests as fast as possible, one at a time per connection. Returns replies per second. */
export async function runLoad(options: LoadOptions): Promise<number> {
  const { port, requests, connections, seconds = 600, awake = true } = options;
  const { count = Number.POSITIVE_INFINITY } = options;
  const pool = await openConnections(port, connections);
  const started = performance.now();
  const until = started + seconds * 1000;
  let sent = 0;
  let answered = 0;

  async function sendLoop(connection: Connection): Promise<void> {
    while (sent < count && performance.now() < until) {
      sent += 1;
      await connection.send(requests());
      answered += 1;
    }
  }

  const allowSleep = awake ? preventSleep() : () => {};
  await Promise.all(pool.map(sendLoop));
  allowSleep();
  const elapsed = (performance.now() - started) / 1000;
  for (const connection of pool) connection.close();
  return answered / elapsed;
}

/**
 * Keeps this process from sleeping while it waits. Waking it would cost the server an interrupt for
 * each reply, more the slower the server is; clients on another machine have no such cost.
 */
function preventSleep(): () => void {
  let isDone = false;
  const spin = () => {
    if (!isDone) setImmediate(spin);
  };
  spin();
  return () => {
    isDone = true;
  };
}

export interface PacedLoadOptions {
  port: number;
  requests: RequestSource;
  perSecond: number;
  seconds: number;
}

/** The number of connections. If all are in use, a request waits, and the wait is measured. */
const maxInFlight = 256;

/**
 * Sends requests at a fixed rate, whether or not the replies keep up, as many independent people
 * would. Returns the time of each request since it was due, in milliseconds.
 */
export async function runPacedLoad({
  port,
  requests,
  perSecond,
  seconds,
}: PacedLoadOptions): Promise<number[]> {
  const pool = await openConnections(port, maxInFlight);
  const idle = [...pool];
  const waiting: ((connection: Connection) => void)[] = [];

  async function sendNext(): Promise<number> {
    const dueAt = performance.now();
    const connection =
      idle.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)));
    await connection.send(requests());
    const next = waiting.shift();
    if (next) next(connection);
    else idle.push(connection);
    return performance.now() - dueAt;
  }

  const started = performance.now();
  const pending: Promise<number>[] = [];
  while (pending.length < perSecond * seconds) {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    while (pending.length < due) pending.push(sendNext());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const times = await Promise.all(pending);
  for (const connection of pool) connection.close();
  return times;
}

function openConnections(port: number, connections: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: connections }, () => openConnection(port)));
}
