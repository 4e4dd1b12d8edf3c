import type { OpenAPIHono } from '@hono/zod-openapi';
import { limits } from '../../contract/vocabulary.ts';
import type { Asking } from './asking.ts';
import { readText } from './body.ts';
import type { RequestEnv } from './env.ts';
import { describePublic, type PublicRoute } from './openapi.ts';

/** What goes back. */
export interface PublicReply {
  status: 200 | 201;
  headers: Record<string, string>;
  mediaType: 'application/json';
  body: string | Buffer<ArrayBuffer>;
}

/** A POST that widgets send, told from whatever carries it: Hono, or node:http on the fast path. */
export interface PublicPost {
  description: PublicRoute;
  /** Throws what guard and rules throw. `text` is the body, of at most `publicBodyBytes`. */
  answer(asking: Asking, text: string): Promise<PublicReply>;
}

/** Serves it by Hono, and puts it into the document. */
export function addPublicPost(
  routes: OpenAPIHono<RequestEnv>,
  { description, answer }: PublicPost,
): void {
  describePublic(routes, description);
  routes.post(description.path, async (c) => {
    const text = await readText(c, limits.publicBodyBytes);
    const { body, status, headers, mediaType } = await answer(c, text);
    return new Response(body, { status, headers: { ...headers, 'Content-Type': mediaType } });
  });
}
