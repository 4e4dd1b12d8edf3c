import { BlockList, isIP } from 'node:net';
import { canonicalRange, nonPublicRanges } from '../../contract/networks.ts';
import type { RequestInfo } from './request-info.ts';

/** Finds the network address that a request came from. */
export type AddressOf = (request: RequestInfo) => string;

/**
 * Trusts `X-Forwarded-For` only from trusted proxies and reads it from the right: the first address
 * that is not a trusted proxy could have written everything to its left. Throws an Error for an
 * invalid range.
 */
export function createAddressOf(trustedProxies: readonly string[]): AddressOf {
  const isTrusted = createProxyCheck(trustedProxies);

  return ({ env, req }) => {
    const peer = peerOf(env?.incoming?.socket?.remoteAddress);
    if (trustedProxies.length === 0 || !isTrusted(peer)) return peer;
    const hops = (req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()));
    let address = peer;
    for (const hop of hops.reverse()) {
      if (isIP(hop) === 0) return address;
      address = hop;
      if (!isTrusted(hop)) return address;
    }
    return address;
  };
}

/** Returns the address at the other end of a connection; empty if the connection is closed. */
export function peerOf(remoteAddress: string | undefined): string {
  return plain(remoteAddress ?? '');
}

/** `createRangeCheck` for `TRUSTED_PROXIES`. The message of its Error names the variable. */
export function createProxyCheck(trustedProxies: readonly string[]): (address: string) => boolean {
  try {
    return createRangeCheck(trustedProxies);
  } catch (cause) {
    throw new Error(`TRUSTED_PROXIES is not valid: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Creates a check for whether an address is one of these addresses or in one of these CIDR ranges.
 * Throws an Error for text that is neither.
 */
export function createRangeCheck(ranges: readonly string[]): (address: string) => boolean {
  if (ranges.length === 0) return () => false;
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return (address) => isIP(address) !== 0 && list.check(address, family(address));
}

/** Whether a peer is on this machine. */
export const isLoopbackAddress = createRangeCheck(['127.0.0.0/8', '::1']);

/** The network to count requests by: an IPv4 address, or a /64, which one IPv6 customer owns. */
export function networkOf(address: string): string {
  return address.includes(':') ? groupsOf(address).slice(0, 4).join(':') : address;
}

/**
 * The network to share capacity by: a /24 for IPv4, a /48 for IPv6. One customer can own all of its
 * addresses, so a share per address would reward a client for using many of them.
 */
export function widerNetworkOf(address: string): string {
  if (address.includes(':')) return groupsOf(address).slice(0, 3).join(':');
  return address.split('.').slice(0, 3).join('.');
}

/** Returns the eight groups of an IPv6 address, with the zeros that `::` leaves out. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail.split(':').filter(Boolean);
  const zeros = Array(Math.max(0, 8 - groups.length - rest.length)).fill('0');
  return [...groups, ...zeros, ...rest];
}

/** A network on the public internet. All of its addresses give the same text. */
export interface PublicNetwork {
  /** Number of leading bits that identify the network. */
  bits: 24 | 48 | 64;
  network: string;
}

/**
 * Returns the networks of an address: its /24 for IPv4, its /64 and /48 for IPv6. Returns none for
 * text that is not an address, and for addresses that are not on the public internet: private,
 * shared (100.64.0.0/10), loopback and link-local ones.
 */
export function publicNetworksOf(address: string): PublicNetwork[] {
  const kind = isIP(address);
  if (kind === 0 || isNotPublic(address)) return [];
  if (kind === 4) return [{ bits: 24, network: address.slice(0, address.lastIndexOf('.')) }];
  const groups = groupsOf(address).map((group) => Number.parseInt(group, 16).toString(16));
  return [64 as const, 48 as const].map((bits) => ({
    bits,
    network: groups.slice(0, bits / 16).join(':'),
  }));
}

const isNotPublic = createRangeCheck(nonPublicRanges);

/**
 * Returns the network of an address as a CIDR range: its /24 for IPv4, its /64 for IPv6. Returns
 * undefined if the address is not on the public internet: a project cannot list such a network as
 * its own.
 */
export function publicRangeOf(address: string): string | undefined {
  const [found] = publicNetworksOf(address);
  if (!found) return undefined;
  const { bits, network } = found;
  return canonicalRange(bits === 24 ? `${network}.0/24` : `${network}::/64`);
}

function addRange(list: BlockList, range: string): void {
  const [address = '', prefix] = range.split('/');
  try {
    if (prefix === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, bitsIn(prefix), family(address));
  } catch (cause) {
    throw new Error(`${range} is not an address or a CIDR range.`, { cause });
  }
}

/** `Number` would read an empty text as 0, which matches every address. */
function bitsIn(prefix: string): number {
  return /^\d+$/.test(prefix) ? Number(prefix) : Number.NaN;
}

/** A dual-stack socket reports an IPv4 peer as ::ffff:1.2.3.4. */
function plain(address: string): string {
  return address.startsWith(':') ? address.replace(/^::ffff:(?=\d+\.)/i, '') : address;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
