import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { responseRequest, type StoredResponse } from '../../contract/responses.ts';

/** Hono with zod, without a database: checks an answer by the contract and stores nothing. */
const app = new Hono();

app.post('/v1/responses', async (c) => {
  const body = responseRequest.parse(JSON.parse(await c.req.text()));
  const stored: StoredResponse = {
    id: body.id,
    revision: body.revision,
    survey: body.survey,
    release: body.release ?? null,
    state: body.state,
    rating: body.rating,
    answers: body.answers,
    comment: body.comment,
    occurredAt: body.createdAt,
    receivedAt: new Date().toISOString(),
  };
  return c.json(stored, 201);
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(port));
