import type { InstanceWarning } from '../../contract/instance.ts';
import type { Deps } from '../deps.ts';
import { createProxyCheck, createRangeCheck, peerOf } from './address.ts';
import type { Interceptor } from './interceptors.ts';
import type { RequestInfo } from './request-info.ts';

/** The headers in which a proxy names the client: RFC 7239, and two that preceded it. */
export const forwardingHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/** Loopback, RFC 1918, RFC 6598 and RFC 4193. */
const isPrivate = createRangeCheck([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '::1',
  'fc00::/7',
]);

/** The most proxies to report. More are probably clients that pretend to be proxies. */
const maxProxies = 8;

const readyDetail =
  'Requests arrive through a proxy that is missing from TRUSTED_PROXIES, so everyone behind it counts as one address.';

/** Notices proxies that are missing from `TRUSTED_PROXIES`. */
export interface ProxyWatch extends Interceptor {
  begin(request: RequestInfo): void;
  /** Returns the warnings for owners; empty until such a proxy is seen. */
  warnings(): InstanceWarning[];
}

/** Whether a request has any forwarding header. */
function isForwarded({ req }: RequestInfo): boolean {
  for (const name of forwardingHeaders) if (req.header(name) !== undefined) return true;
  return false;
}

/**
 * Reports the first such proxy in the log and in `/readyz`. Only peers with a private address are
 * reported: on the public internet, anyone can send these headers.
 */
export function createProxyWatch({
  config: { trustedProxies },
  log,
  readiness,
}: Pick<Deps, 'config' | 'log' | 'readiness'>): ProxyWatch {
  const isTrusted = createProxyCheck(trustedProxies);
  const untrustedProxies = new Set<string>();
  const line = () => `TRUSTED_PROXIES=${[...trustedProxies, ...untrustedProxies].join(',')}`;

  return {
    begin(request) {
      if (untrustedProxies.size >= maxProxies || !isForwarded(request)) return;
      const peer = peerOf(request.env?.incoming?.socket?.remoteAddress);
      if (untrustedProxies.has(peer) || !isPrivate(peer) || isTrusted(peer)) return;
      untrustedProxies.add(peer);
      if (untrustedProxies.size > 1) return;
      readiness.set('proxy', readyDetail);
      log.warn({ add: line() }, messageAbout(untrustedProxies));
    },
    warnings() {
      if (untrustedProxies.size === 0) return [];
      return [{ code: 'proxy_not_trusted', message: messageAbout(untrustedProxies), fix: line() }];
    },
  };
}

function messageAbout(proxies: Set<string>): string {
  return [
    `Requests arrive through a proxy at ${[...proxies].join(', ')} that is missing from TRUSTED_PROXIES.`,
    'Everyone behind the proxy counts as one address and shares one set of limits, and protection',
    'against stuffed votes from one network is off. If the proxy is yours, add the line to the',
    'environment and restart Tidings.',
  ].join(' ');
}
