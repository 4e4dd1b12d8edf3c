import { once } from 'node:events';
import { connect } from 'node:net';

/** A keep-alive connection on which one request at a time is under way. */
export interface Connection {
  /** Sends a request made beforehand; gives the reply's length. Throws where it is no success. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

interface PendingReply {
  resolve(bytes: number): void;
  reject(error: Error): void;
}

/**
 * Does nothing but write, count the bytes of the reply and look at its status: a client that reads
 * replies properly would be what is measured.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  let pending: PendingReply | undefined;
  let received = 0;
  let length = 0;

  function settle(handler: (pending: PendingReply) => void): void {
    const current = pending;
    pending = undefined;
    received = 0;
    if (current) handler(current);
  }

  socket.on('data', (chunk) => {
    if (received === 0) {
      const head = parseHead(chunk);
      if (head.status >= 300) {
        const error = new Error(`A request was refused:\n${chunk.toString().slice(0, 2000)}`);
        return settle(({ reject }) => reject(error));
      }
      length = head.replyBytes;
    }
    received += chunk.length;
    if (received >= length) settle(({ resolve }) => resolve(length));
  });
  socket.on('close', () => settle(({ reject }) => reject(new Error('The connection was closed.'))));
  await once(socket, 'connect');

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** The headers of the widget. */
export const widgetHeaders = [
  'Content-Type: text/plain;charset=UTF-8',
  'Origin: https://app.example.com',
];

/** A request's bytes, with the headers of the widget where no others are given. */
export function postRequest(path: string, body: string, headers = widgetHeaders): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** The bytes of a member's read. */
export function getRequest(path: string, key: string): Buffer {
  const head = [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${key}`];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n`);
}

/** A reply's head comes in one piece, and tells how long the whole is. */
function parseHead(chunk: Buffer): { status: number; replyBytes: number } {
  const head = chunk.toString('latin1', 0, Math.min(chunk.length, 2000));
  const end = head.indexOf('\r\n\r\n') + 4;
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (end < 4 || length === undefined) throw new Error(`This reply cannot be counted:\n${head}`);
  return { status: Number(head.slice(9, 12)), replyBytes: end + Number(length) };
}
