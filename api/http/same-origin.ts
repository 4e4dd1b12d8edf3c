import type { Context, MiddlewareHandler } from 'hono';
import { type Config, isLoopbackHost } from '../config.ts';
import { AppError } from '../errors.ts';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses a change that another site's page asks for with the cookie of whoever looks at it (CSRF).
 * Browsers send `Origin` with every request that changes something; `Sec-Fetch-Site`, which pages
 * cannot set, goes with it in all that are not very old. Throws `cross_origin_refused`.
 */
export function expectSameOrigin(c: Context, { publicUrl }: Config): void {
  if (safeMethods.includes(c.req.method)) return;
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  const allowed = [new URL(publicUrl).origin, ...loopbackOrigin(c, publicUrl)];
  if (origin !== undefined && allowed.includes(origin) && site === 'same-origin') return;
  throw new AppError(
    'cross_origin_refused',
    `With a session, changes are taken from the pages at ${publicUrl} only; programs use an API key.`,
  );
}

/**
 * For whatever begins a session: lets it pass from our own pages, and over plain http only where
 * nobody can listen, or the operator takes the risk. Throws `cross_origin_refused`, `https_required`.
 */
export function createSessionGuard(config: Config): MiddlewareHandler {
  return async function sessionGuard(c, next) {
    expectSafeTransport(c, config);
    expectSameOrigin(c, config);
    await next();
  };
}

/** Behind https the proxy speaks plain http to us, and the cookie's `Secure` keeps it off the wire. */
function expectSafeTransport(c: Context, { publicUrl, allowHttp }: Config): void {
  const isHttps = new URL(publicUrl).protocol === 'https:';
  if (isHttps || allowHttp || isLoopbackHost(new URL(c.req.url).hostname)) return;
  throw new AppError(
    'https_required',
    'Signing in over plain http would show your password to the network. Set PUBLIC_URL to an https address, or ALLOW_HTTP=1 to take the risk.',
  );
}

/**
 * On this machine, people use more than one name for it and any of its forwarded ports. Not if
 * `PUBLIC_URL` is https or another machine: then only a program that writes its own `Host` is there.
 */
function loopbackOrigin(c: Context, publicUrl: string): string[] {
  const { protocol, hostname: publicHostname } = new URL(publicUrl);
  const { hostname, origin } = new URL(c.req.url);
  return protocol === 'http:' && isLoopbackHost(publicHostname) && isLoopbackHost(hostname)
    ? [origin]
    : [];
}
