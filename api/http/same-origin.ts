import type { Context, MiddlewareHandler } from 'hono';
import { type Config, isLoopbackHost } from '../config.ts';
import { AppError } from '../errors.ts';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses a change that a page of another site requests with its viewer's cookie (CSRF). Browsers
 * send `Origin` with every request that changes something, and all but very old ones also send
 * `Sec-Fetch-Site`, which pages cannot set. Throws `cross_origin_refused`.
 */
export function expectSameOrigin(c: Context, { publicUrl }: Config): void {
  if (safeMethods.includes(c.req.method)) return;
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  const allowed = [new URL(publicUrl).origin, ...loopbackOrigin(c, publicUrl)];
  if (origin !== undefined && allowed.includes(origin) && site === 'same-origin') return;
  throw new AppError(
    'cross_origin_refused',
    `With a session, changes are accepted only from pages at ${publicUrl}. Programs use an API key.`,
  );
}

/**
 * Guards routes that begin a session: they accept requests from our own pages only, and over plain
 * http only on this machine or if the operator accepts the risk. Throws `cross_origin_refused`,
 * `https_required`.
 */
export function createSessionGuard(config: Config): MiddlewareHandler {
  return async function sessionGuard(c, next) {
    expectSafeTransport(c, config);
    expectSameOrigin(c, config);
    await next();
  };
}

/**
 * With an https `PUBLIC_URL`, a proxy may reach us over plain http; the cookie's `Secure` attribute
 * keeps browsers from sending it unencrypted.
 */
function expectSafeTransport(c: Context, { publicUrl, allowHttp }: Config): void {
  const isHttps = new URL(publicUrl).protocol === 'https:';
  if (isHttps || allowHttp || isLoopbackHost(new URL(c.req.url).hostname)) return;
  throw new AppError(
    'https_required',
    'Over plain http, others on the network could read your password. Set PUBLIC_URL to an https address, or set ALLOW_HTTP=1 to accept the risk.',
  );
}

/**
 * On this machine, people use several names for it and any forwarded port, so its loopback origins
 * are allowed. If `PUBLIC_URL` is https or names another machine, they are not: only a program that
 * sets its own `Host` would send such a request.
 */
function loopbackOrigin(c: Context, publicUrl: string): string[] {
  const { protocol, hostname: publicHostname } = new URL(publicUrl);
  const { hostname, origin } = new URL(c.req.url);
  return protocol === 'http:' && isLoopbackHost(publicHostname) && isLoopbackHost(hostname)
    ? [origin]
    : [];
}
