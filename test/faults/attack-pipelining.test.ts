import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cutStalledClients } from '../../api/http/stalled-clients.ts';

let server: Server;
let taken = 0;
let answerAll: () => void;

/** A server whose replies wait until the test lets them go. */
beforeEach(async () => {
  taken = 0;
  const released = new Promise<void>((resolve) => {
    answerAll = resolve;
  });
  server = createServer(async (_, reply) => {
    taken += 1;
    await released;
    reply.end('ok');
  });
  cutStalledClients(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  answerAll();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const asking = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

function openClient() {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  return client.on('error', () => {});
}

test('a client that sends requests on and on without reading a reply is cut', async () => {
  const client = openClient();
  const cut = new Promise((resolve) => client.once('close', resolve));
  client.resume();
  // The next ones come when the first are being answered, as over a network.
  client.write(asking.repeat(90));
  await expect.poll(() => taken).toBe(90);
  client.write(asking.repeat(50_000));
  await cut;
  expect(taken).toBeLessThan(10_000);
});

test('a client that pipelines a hundred gets all of its replies', async () => {
  const client = openClient();
  let replies = '';
  client.setEncoding('utf8').on('data', (text: string) => {
    replies += text;
  });
  client.write(asking.repeat(100));
  await expect.poll(() => taken).toBe(100);
  answerAll();
  await expect.poll(() => replies.match(/HTTP\/1\.1 200/g)?.length).toBe(100);
  client.write(asking.repeat(100));
  await expect.poll(() => replies.match(/HTTP\/1\.1 200/g)?.length).toBe(200);
  client.destroy();
});
