import { once } from 'node:events';
import { connect } from 'node:net';

/** A keep-alive connection that handles one request at a time. */
export interface Connection {
  /** Sends a prepared request. Returns the reply's length. Throws if the status is no success. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

interface PendingReply {
  resolve(bytes: number): void;
  reject(error: Error): void;
}

/**
 * Opens a connection that only writes, counts the bytes of the reply and reads its status. A client
 * that parsed replies properly would itself be what is measured.
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
        const error = new Error(`A request failed:\n${chunk.toString().slice(0, 2000)}`);
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

/** The headers that the widget sends. */
export const widgetHeaders = [
  'Content-Type: text/plain;charset=UTF-8',
  'Origin: https://app.example.com',
];

/** Returns the bytes of a POST request, with the widget's headers by default. */
export function postRequest(path: string, body: string, headers = widgetHeaders): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Returns the bytes of a GET request with an API key. */
export function getRequest(path: string, key: string): Buffer {
  const head = [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${key}`];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n`);
}

/** Returns the status and the length of a reply, whose head arrives in one chunk. */
function parseHead(chunk: Buffer): { status: number; replyBytes: number } {
  const head = chunk.toString('latin1', 0, Math.min(chunk.length, 2000));
  const end = head.indexOf('\r\n\r\n') + 4;
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (end < 4 || length === undefined)
    throw new Error(`This reply has no Content-Length:\n${head}`);
  return { status: Number(head.slice(9, 12)), replyBytes: end + Number(length) };
}
