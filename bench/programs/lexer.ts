import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { marked } from 'marked';
import { listen } from './listen.ts';

/** Lexes the Markdown of each request with marked, and replies with the number of tokens. */
listen(
  createServer(async (request, reply) => {
    const tokens = marked.lexer(await text(request));
    const body = String(tokens.length);
    reply.writeHead(200, { 'Content-Length': body.length }).end(body);
  }),
);
