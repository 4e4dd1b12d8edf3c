import { type Connection, openConnection } from './connection.ts';

/** Gives the next request to send. */
export type Requests = () => Buffer;

/** These in turn, over and over. */
export function cycle(requests: readonly Buffer[]): Requests {
  let next = 0;
  return () => {
    const request = requests[next % requests.length];
    next += 1;
    if (!request) throw new Error('There is nothing to send.');
    return request;
  };
}

export interface Pressure {
  port: number;
  requests: Requests;
  connections: number;
  /** Until this many seconds have passed, or this many requests are answered. */
  seconds?: number;
  count?: number;
  /** Whether the load may not sleep: see `stayAwake`. Not where a database shares its core. */
  awake?: boolean;
}

/** As fast as it goes: each connection asks again once it is answered. Gives replies per second. */
export async function press(pressure: Pressure): Promise<number> {
  const { port, requests, connections, seconds = 600, awake = true } = pressure;
  const { count = Number.POSITIVE_INFINITY } = pressure;
  const lines = await openAll(port, connections);
  const started = performance.now();
  const until = started + seconds * 1000;
  let sent = 0;
  let answered = 0;

  async function converse(line: Connection): Promise<void> {
    while (sent < count && performance.now() < until) {
      sent += 1;
      await line.ask(requests());
      answered += 1;
    }
  }

  const rest = awake ? stayAwake() : () => {};
  await Promise.all(lines.map(converse));
  rest();
  const elapsed = (performance.now() - started) / 1000;
  for (const line of lines) line.close();
  return answered / elapsed;
}

/**
 * Keeps this process from sleeping while it waits: to wake it would cost the server an interrupt for
 * each reply, more the slower the server, which clients on another machine do not cost it.
 */
function stayAwake(): () => void {
  let resting = false;
  const turn = () => {
    if (!resting) setImmediate(turn);
  };
  turn();
  return () => {
    resting = true;
  };
}

export interface Pace {
  port: number;
  requests: Requests;
  perSecond: number;
  seconds: number;
}

/** Whoever finds them all taken waits for one, and the wait counts. */
const maxUnderWay = 256;

/**
 * At a fixed pace, whether or not the replies keep up with it, as many independent people would ask.
 * Gives each request's time from when it was due, in milliseconds.
 */
export async function pace({ port, requests, perSecond, seconds }: Pace): Promise<number[]> {
  const lines = await openAll(port, maxUnderWay);
  const idle = [...lines];
  const waiting: ((line: Connection) => void)[] = [];

  async function ask(): Promise<number> {
    const dueAt = performance.now();
    const line = idle.pop() ?? (await new Promise<Connection>((take) => waiting.push(take)));
    await line.ask(requests());
    const next = waiting.shift();
    if (next) next(line);
    else idle.push(line);
    return performance.now() - dueAt;
  }

  const started = performance.now();
  const asked: Promise<number>[] = [];
  while (asked.length < perSecond * seconds) {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    while (asked.length < due) asked.push(ask());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const times = await Promise.all(asked);
  for (const line of lines) line.close();
  return times;
}

function openAll(port: number, connections: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: connections }, () => openConnection(port)));
}
