import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { limits } from '../../contract/vocabulary.ts';
import { brokenOff } from './body.ts';
import type { Observer } from './observe.ts';
import { composeProblem } from './problem.ts';
import type { ProxyWatch } from './proxy-watch.ts';
import type { PublicPost } from './public-post.ts';
import type { Asking } from './request-info.ts';

export interface Ways {
  /** Hono's. */
  fetch: Parameters<typeof getRequestListener>[0];
  posts: readonly PublicPost[];
  observer: Observer;
  proxies: ProxyWatch;
  log: Logger;
}

/**
 * Takes what widgets post straight from node:http, and leaves everything else to Hono: also a post
 * that is unusual in any way. The same rules answer on both ways; why there are two is told in
 * docs/decisions/0009-fast-path.md.
 */
export function createListener({ fetch, posts, observer, proxies, log }: Ways): RequestListener {
  const byPath = new Map(posts.map((post) => [post.description.path, post]));
  const viaHono = getRequestListener(fetch);

  async function answer(post: PublicPost, request: IncomingMessage, requestId: string) {
    const { path } = post.description;
    try {
      return await post.answer(askingOf(request), await textOf(request));
    } catch (error) {
      return composeProblem(error, { path, requestId }, log);
    }
  }

  async function serve(post: PublicPost, request: IncomingMessage, reply: ServerResponse) {
    const begun = observer.begin();
    const { status, headers, body, mediaType } = await answer(post, request, begun.id);
    const length = Buffer.byteLength(body);
    const head = { 'Content-Type': mediaType, 'Content-Length': length, ...headers };
    reply.writeHead(status, head).end(body);
    observer.end(begun, { method: 'POST', route: post.description.path, status });
  }

  return (request, reply) => {
    proxies.look(request);
    const post = byPath.get(request.url ?? '');
    if (!post || !isPlain(request)) return void viaHono(request, reply);
    serve(post, request, reply).catch((err) => {
      log.error({ err }, 'a reply could not be written');
      reply.destroy();
    });
  };
}

/** Node ends a body at its declared length, so that none can grow beyond what we take (R16). */
function isPlain({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    headers['content-encoding'] === undefined &&
    Number(headers['content-length']) <= limits.publicBodyBytes
  );
}

function askingOf({ headers, socket }: IncomingMessage): Asking {
  const header = (name: string) => headers[name]?.toString();
  return { req: { header }, env: { incoming: { socket } } };
}

/** Throws `body_incomplete` where the client breaks off. */
function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', (cause) => reject(brokenOff(cause)));
  });
}
