import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** An empty Hono server that answers every GET and POST with one word. */
const app = new Hono();
app.post('*', (c) => c.text('ok'));
app.get('*', (c) => c.text('ok'));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(port));
