import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../api/config.ts';
import { problemResponse } from '../../api/http/problem.ts';
import { createSessionGuard } from '../../api/http/same-origin.ts';
import { sessionCookie } from '../../api/http/session-cookie.ts';
import { startApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';

const safe = { PUBLIC_URL: 'https://notes.example.com' };
const risky = { PUBLIC_URL: 'http://notes.example.com', ALLOW_HTTP: '1' };

/** What the door of sessions says: the code of its refusal, or `let in`. */
async function knock(
  environment: Record<string, string>,
  url: string,
  headers: Record<string, string>,
): Promise<string> {
  const app = new Hono();
  app.use(createSessionGuard(readConfig(environment)));
  app.post('/', (c) => c.json({ code: 'let in' }));
  app.onError((error, c) => problemResponse(error, c, {} as never));
  const reply = await app.request(url, { method: 'POST', headers });
  return (await reply.json()).code;
}

describe('the door of sessions', () => {
  const own = { origin: 'https://notes.example.com', 'sec-fetch-site': 'same-origin' };

  test.each<[string, string, Record<string, string>, Record<string, string>]>([
    ['our own page', 'let in', safe, own],
    ['our own page in an old browser', 'let in', safe, { origin: own.origin }],
    ['no page at all', 'cross_origin_refused', safe, {}],
    ['a page that hides where it is', 'cross_origin_refused', safe, { origin: 'null' }],
    ['another site', 'cross_origin_refused', safe, { origin: 'https://evil.example' }],
    [
      'a site whose name begins as ours',
      'cross_origin_refused',
      safe,
      { origin: 'https://notes.example.com.evil.example' },
    ],
    [
      'our own name over http',
      'cross_origin_refused',
      safe,
      { origin: 'http://notes.example.com' },
    ],
    ['another port of ours', 'cross_origin_refused', safe, { origin: `${own.origin}:8443` }],
    [
      'a neighbour under our domain, as the browser says',
      'cross_origin_refused',
      safe,
      { ...own, 'sec-fetch-site': 'same-site' },
    ],
    [
      'a loopback page, where we are not on loopback',
      'cross_origin_refused',
      safe,
      { origin: 'http://localhost:3000' },
    ],
  ])('asked by %s: %s', async (_who, code, environment, headers) => {
    expect(await knock(environment, 'http://notes.example.com/', headers)).toBe(code);
  });

  test.each([
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://[::1]:4000/', 'http://[::1]:4000'],
    ['http://127.0.0.1:3000/', 'http://localhost:3000'],
  ])('on this machine takes %s from a page at %s', async (url, origin) => {
    expect(await knock({}, url, { origin })).toBe('let in');
  });

  test.each([safe, risky])('elsewhere, refuses a page at localhost: %j', async (environment) => {
    const url = 'http://localhost:3000/';
    const code = await knock(environment, url, { origin: 'http://localhost:3000' });
    expect(code).toBe('cross_origin_refused');
  });

  test('on this machine refuses another port’s page', async () => {
    const headers = { origin: 'http://localhost:5000' };
    expect(await knock({}, 'http://localhost:3000/', headers)).toBe('cross_origin_refused');
  });

  test.each([
    'http://192.168.1.5:3000',
    'http://notes.internal:3000',
    'http://localhost.evil.test',
  ])('is shut over plain http at %s, whoever asks', async (origin) => {
    expect(await knock({}, `${origin}/`, { origin })).toBe('https_required');
  });

  test('opens over plain http where the operator takes the risk', async () => {
    const headers = { origin: 'http://notes.example.com' };
    expect(await knock(risky, 'http://notes.example.com/', headers)).toBe('let in');
  });
});

describe('the cookie of a session', () => {
  test('is bound to the host over https, and has a plain name without', () => {
    expect(sessionCookie('https://notes.example.com')).toEqual({
      name: '__Host-tidings-session',
      attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/' },
    });
    expect(sessionCookie('http://localhost:3000')).toMatchObject({
      name: 'tidings-session',
      attributes: { httpOnly: true, secure: false },
    });
  });
});

onEachDatabase('the door of all that begins a session', ({ open }) => {
  const doors = ['/api/session', '/api/invitation-acceptances', '/api/password-resets'];

  test.each(doors)('%s is this one', async (path) => {
    const api = await startApi(await open());
    const ask = (url: string, headers: Record<string, string>) =>
      api.app.request(url, { method: 'POST', headers });
    const foreign = await ask(path, { origin: 'https://evil.example' });
    expect(await foreign.json()).toMatchObject({ status: 403, code: 'cross_origin_refused' });
    const unsafe = await ask(`http://192.0.2.1${path}`, { origin: 'http://192.0.2.1' });
    expect(await unsafe.json()).toMatchObject({
      status: 403,
      code: 'https_required',
      detail: expect.stringContaining('ALLOW_HTTP=1'),
    });
    await api.stop();
  });
});
