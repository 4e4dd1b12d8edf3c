import { Hono } from 'hono';
import { feedRequest } from '../../contract/feed.ts';
import type { Deps } from '../deps.ts';
import { refuse } from '../errors.ts';
import { createAddressOf, networkOf } from '../http/address.ts';
import type { VisitorGuard } from '../visitors/guard.ts';
import { createFeeds } from './feed.ts';
import { createLiveStreams } from './live.ts';

/** What is new, for one visitor: `POST /v1/feed`; and that something is: `GET /v1/live`. */
export function feedRoutes(deps: Deps, visitor: VisitorGuard): Hono {
  const feeds = createFeeds(deps);
  const streams = createLiveStreams(deps);
  const addressOf = createAddressOf(deps.config.trustedProxies);

  return new Hono()
    .post('/v1/feed', async (c) => {
      const { body, host, headers } = await visitor.admit(c, feedRequest, 'read');
      const { want, locale, before, seenAt, known } = body;
      const identity = body.token === undefined ? undefined : visitor.identify(host, body);
      const subject = identity?.kind === 'verified' ? identity.subject : undefined;
      const ask = { want, locale, before, seenAt, known, subject };
      // A plain Response: each header set through Hono would cost more than the rest of the reply.
      return new Response(await feeds.read(host.projectId, ask), {
        headers: { 'Content-Type': 'application/json', ...headers },
      });
    })
    .get('/v1/live', async (c) => {
      const key = c.req.query('project');
      if (!key) throw refuse('invalid_query', '/project', 'Name the project by its public key.');
      const { host, headers } = await visitor.admitTo(c, key, 'read');
      const stream = streams.open(host.projectId, networkOf(addressOf(c)), host.revision);
      return new Response(stream, {
        // Without the last one nginx would keep the events to itself until its buffer is full.
        headers: { 'Content-Type': 'text/event-stream', ...headers, 'X-Accel-Buffering': 'no' },
      });
    });
}
