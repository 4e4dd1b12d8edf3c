import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { listen } from './listen.ts';

/**
 * A floor that no server on Node can beat: reads the POST, parses it and writes bytes that it read
 * before, from the file named in the first argument.
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
