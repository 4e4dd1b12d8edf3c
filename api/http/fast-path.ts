import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { limits } from '../../contract/vocabulary.ts';
import { bodyIncomplete } from './body.ts';
import type { Interceptors } from './interceptors.ts';
import { composeProblem } from './problem.ts';
import type { RequestInfo } from './request-info.ts';

/** A successful reply. */
export interface PublicReply {
  status: 200 | 201;
  headers: Record<string, string>;
  mediaType: 'application/json';
  body: string | Buffer<ArrayBuffer>;
}

/** A POST route of the widget, independent of its transport: Hono, or node:http (fast path). */
export interface PublicPost {
  description: { path: string };
  /** Throws what the guard and the rules throw. `text` is the body, at most `publicBodyBytes`. */
  handle(request: RequestInfo, text: string): Promise<PublicReply>;
}

export interface ListenerOptions {
  /** Hono's `fetch`. */
  fetch: Parameters<typeof getRequestListener>[0];
  posts: readonly PublicPost[];
  interceptors: Interceptors;
  log: Logger;
}

interface RequestContext {
  info: RequestInfo;
  requestId: string;
}

/**
 * Serves the widget's POST requests directly from node:http and everything else through Hono,
 * including a POST that is unusual in any way. Both paths call the same rules. The reason for two
 * paths is in docs/decisions/0009-fast-path.md.
 */
export function createListener({
  fetch,
  posts,
  interceptors,
  log,
}: ListenerOptions): RequestListener {
  const byPath = new Map(posts.map((post) => [post.description.path, post]));
  const viaHono = getRequestListener(fetch);

  async function handle(post: PublicPost, request: IncomingMessage, context: RequestContext) {
    const { path } = post.description;
    const { info, requestId } = context;
    try {
      return await post.handle(info, await textOf(request));
    } catch (error) {
      return composeProblem(error, { path, requestId }, log);
    }
  }

  async function serve(post: PublicPost, request: IncomingMessage, reply: ServerResponse) {
    const info = requestInfoOf(request);
    const active = interceptors.begin(info);
    const context = { info, requestId: active.requestId };
    const { status, headers, body, mediaType } = await handle(post, request, context);
    const length = Buffer.byteLength(body);
    const head = { 'Content-Type': mediaType, 'Content-Length': length, ...headers };
    reply.writeHead(status, head).end(body);
    interceptors.end(active, { method: 'POST', route: post.description.path, status });
  }

  return (request, reply) => {
    const post = byPath.get(request.url ?? '');
    if (!post || !isPlain(request)) return void viaHono(request, reply);
    serve(post, request, reply).catch((err) => {
      log.error({ err }, 'a reply could not be written');
      reply.destroy();
    });
  };
}

/** Node ends a body at its declared length, so a body that passes cannot exceed the limit (R16). */
function isPlain({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    headers['content-encoding'] === undefined &&
    Number(headers['content-length']) <= limits.publicBodyBytes
  );
}

function requestInfoOf({ headers, socket }: IncomingMessage): RequestInfo {
  const header = (name: string) => headers[name]?.toString();
  return { req: { header }, env: { incoming: { socket } } };
}

/** Throws `body_incomplete` if the connection ends early. */
function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', (cause) => reject(bodyIncomplete(cause)));
  });
}
