import type { OpenAPIHono } from '@hono/zod-openapi';
import { limits } from '../../../contract/vocabulary.ts';
import { readText } from '../../http/body.ts';
import type { PublicPost } from '../../http/fast-path.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic, type PublicRoute } from '../../openapi/openapi.ts';

/** A POST route of the widget with its description. */
export interface DescribedPost extends PublicPost {
  description: PublicRoute;
}

/** Registers a POST route in Hono and its entry in the document. */
export function addPublicPost(
  routes: OpenAPIHono<RequestEnv>,
  { description, handle }: DescribedPost,
): void {
  describePublic(routes, description);
  routes.post(description.path, async (c) => {
    const text = await readText(c, limits.publicBodyBytes);
    const { body, status, headers, mediaType } = await handle(c, text);
    return new Response(body, { status, headers: { ...headers, 'Content-Type': mediaType } });
  });
}
