import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { listen } from './listen.ts';

/**
 * What no server on Node can beat: reads the POST, parses it and writes bytes that were ready all
 * along, those of the file named first.
 */
const body = readFileSync(process.argv[2] ?? '');
const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };

listen(
  createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      reply.writeHead(200, headers).end(body);
    });
  }),
);
