import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** What to send: each body in turn, over and over, until `requests` are answered or time is up. */
export interface Load {
  port: number;
  path: string;
  bodies: string[];
  connections: number;
  seconds: number;
  requests?: number;
}

export interface Measured {
  answered: number;
  refused: number;
  seconds: number;
}

/**
 * A client that does nothing but write requests made beforehand and count replies, so that it is
 * never what is measured. Reads a Load from standard input and prints what it Measured.
 */
const load: Load = JSON.parse(await text(process.stdin));
const requests = load.bodies.map((body) => toRequest(load, body));
const measured: Measured = { answered: 0, refused: 0, seconds: 0 };
let sent = 0;
let last = performance.now();

const started = last;
const until = started + load.seconds * 1000;
await Promise.all(Array.from({ length: load.connections }, () => converse()));
measured.seconds = (last - started) / 1000;
console.log(JSON.stringify(measured));

/** One keep-alive connection with one request under way. */
function converse(): Promise<void> {
  const socket = connect(load.port, '127.0.0.1');
  let open: { rest: number } | undefined;
  return new Promise((resolve, reject) => {
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('connect', () => ask(socket));
    socket.on('data', (chunk) => {
      if (!open) open = startOf(chunk);
      else open.rest -= chunk.length;
      if (open.rest > 0) return;
      open = undefined;
      measured.answered += 1;
      last = performance.now();
      ask(socket);
    });
  });
}

function ask(socket: Socket): void {
  const done = performance.now() > until || sent >= (load.requests ?? Number.POSITIVE_INFINITY);
  if (done) {
    socket.end();
    return;
  }
  const request = requests[sent % requests.length];
  sent += 1;
  if (request) socket.write(request);
}

/** A reply's head comes in one piece; how much of its body is still to come follows from it. */
function startOf(chunk: Buffer): { rest: number } {
  const head = chunk.toString('latin1', 0, Math.min(chunk.length, 2000));
  if (!head.startsWith('HTTP/1.1 200')) measured.refused += 1;
  const end = head.indexOf('\r\n\r\n') + 4;
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  return { rest: end + length - chunk.length };
}

function toRequest({ path, port }: Load, body: string): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: text/plain;charset=UTF-8',
    'Origin: https://app.example.com',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  return Buffer.from(`${head}\r\n\r\n${body}`);
}
