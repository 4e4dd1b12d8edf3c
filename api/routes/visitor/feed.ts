import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { feedReply, feedRequest } from '../../../contract/feed.ts';
import type { Deps } from '../../deps.ts';
import { invalidField } from '../../errors.ts';
import { createFeeds } from '../../feed/feed.ts';
import { createLiveStreams } from '../../feed/live.ts';
import { createHeartbeatRecorder } from '../../heartbeats/heartbeat-recorder.ts';
import { createAddressOf } from '../../http/address.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic, type PublicRoute } from '../../openapi/openapi.ts';
import type { VisitorGuard } from './guard.ts';
import type { DescribedPost } from './public-post.ts';

/** `POST /v1/feed`: returns what is new for one visitor. */
export function feedPost(deps: Deps, visitor: VisitorGuard): DescribedPost {
  const feeds = createFeeds(deps);
  const recordHeartbeat = createHeartbeatRecorder(deps, { areRefused: false });

  return {
    description,
    async handle(request, text) {
      const { body, snapshot, headers } = await visitor.admit(
        { request, text },
        feedRequest,
        'read',
      );
      recordHeartbeat(snapshot.project.id, request.req.header('origin'));
      const { want, locale, before, seenAt, majorsOnly, known } = body;
      const identity = body.token === undefined ? undefined : visitor.identify(snapshot, body);
      const subject = identity?.kind === 'verified' ? identity.subject : undefined;
      const query = { want, locale, before, seenAt, majorsOnly, known, subject };
      return {
        status: 200,
        headers,
        mediaType: 'application/json',
        body: await feeds.read(snapshot, query),
      };
    },
  };
}

const description: PublicRoute = {
  method: 'post',
  path: '/v1/feed',
  operation: 'readFeed',
  summary: 'Get what is new for a visitor',
  description:
    'Returns the number of unread releases. With `want: "panel"`, also returns the pinned releases and then the newest 20; use `before` to get older ones. If you send the `tag` of the last reply as `known` and nothing has changed, the reply is short.',
  tag: 'Visitors',
  body: { schema: feedRequest },
  replies: [{ status: 200, description: 'The feed.', schema: feedReply }],
  problems: [400, 401, 403, 404, 413, 415, 422],
};

/** `GET /v1/live`: announces that something is new. */
export function liveRoutes(deps: Deps, visitor: VisitorGuard): OpenAPIHono<RequestEnv> {
  const routes = new OpenAPIHono<RequestEnv>();
  const streams = createLiveStreams(deps);
  const addressOf = createAddressOf(deps.config.trustedProxies);

  describePublic(routes, {
    method: 'get',
    path: '/v1/live',
    operation: 'watchProject',
    summary: 'Watch a project for changes',
    description:
      'Sends server-sent events `changed` with `{"revision": N}`: one immediately and one at every change that a visitor could notice. Events have no content. After an event, wait `delayMs` milliseconds (in the first event, different for each stream), then read the feed again.',
    tag: 'Visitors',
    query: z.object({ project: z.string().meta({ description: 'The public key.' }) }),
    replies: [
      {
        status: 200,
        description: 'The stream.',
        schema: z.string(),
        mediaType: 'text/event-stream',
      },
    ],
    problems: [403, 404, 422, 503],
  });
  routes.get('/v1/live', async (c) => {
    const key = c.req.query('project');
    if (!key)
      throw invalidField(
        'invalid_query',
        '/project',
        'The project is missing. Send its public key.',
      );
    const { snapshot, headers } = await visitor.admitTo(c, key, 'read');
    // Hono runs GET for HEAD and drops the body, so a stream opened here would never end.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers);
    const { id, revision } = snapshot.project;
    const stream = streams.open(id, addressOf(c), revision);
    return new Response(stream, {
      // Without `X-Accel-Buffering`, nginx would hold the events back until its buffer is full.
      headers: { 'Content-Type': 'text/event-stream', ...headers, 'X-Accel-Buffering': 'no' },
    });
  });
  return routes;
}
