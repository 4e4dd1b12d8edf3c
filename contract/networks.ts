import { z } from 'zod';
import { text } from './fields.ts';

/**
 * Ranges that are not on the public internet: private, shared (RFC 6598), loopback and link-local
 * addresses.
 */
export const nonPublicRanges = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/127',
  'fc00::/7',
  'fe80::/10',
] as const;

/** A network that a project's owners list as their own, in the canonical spelling. */
const ownNetwork = text(60)
  .refine(isPublicRange, { error: ({ input }) => rangeErrorMessage(String(input)) ?? '' })
  .overwrite((value) => canonicalRange(value) ?? value);

export const ownNetworks = z
  .array(ownNetwork)
  .max(50)
  .overwrite((ranges) => [...new Set(ranges)])
  .describe(
    'The owners’ own networks: addresses or CIDR ranges such as `203.0.113.0/24`. Anonymous ratings from these networks are never held back. Ranges can be no wider than /8, or /20 for IPv6.',
  );

/** The network that a request came from. */
export const callerNetwork = z
  .strictObject({
    network: z
      .string()
      .nullable()
      .describe('A /24, or a /64 for IPv6; null if the address is not public.'),
  })
  .meta({ id: 'CallerNetwork' });
export type CallerNetwork = z.infer<typeof callerNetwork>;

/** The canonical text of a range that can be an own network; undefined for any other text. */
export function canonicalRange(value: string): string | undefined {
  const range = parseRange(value);
  return range && isPublicRange(value) ? formatRange(range) : undefined;
}

/** The leading `prefix` bits of an address of 32 or 128 bits; the others are zero. */
interface Range {
  bits: 32 | 128;
  base: bigint;
  prefix: number;
}

const minPrefix = { 32: 8, 128: 20 } as const;
const quotedChars = 60;
/** RFC 4291: ::ffff:0:0/96 holds IPv4 addresses as IPv6. */
const mappedBase = 0xffffn;

const parsedNonPublicRanges = nonPublicRanges.flatMap((range) => parseRange(range) ?? []);
/** RFC 4291, section 2.4: addresses that anyone can have on the public internet. */
const globalUnicast: Range = { bits: 128, base: 0x2000n << 112n, prefix: 3 };

function isPublicRange(value: string): boolean {
  return rangeErrorMessage(value) === undefined;
}

/** The reason why a text cannot be an own network; undefined if it can. */
function rangeErrorMessage(value: string): string | undefined {
  const range = parseRange(value);
  const quoted = value.slice(0, quotedChars);
  if (!range) {
    return `"${quoted}" is not a network. Enter an address or a CIDR range such as 203.0.113.0/24 or 2001:db8::/48.`;
  }
  if (parsedNonPublicRanges.some((one) => contains(one, range))) {
    return `${quoted} is a private network. Ratings from private addresses are never held back, so leave it out.`;
  }
  if (range.prefix < minPrefix[range.bits]) {
    return `${quoted} is too wide. Enter ranges of /8 or narrower, or of /20 or narrower for IPv6.`;
  }
  if (range.bits === 128 && !contains(globalUnicast, range)) {
    return `${quoted} is not on the public internet. Public IPv6 addresses begin with 2 or 3.`;
  }
  return undefined;
}

/** Parses a range or an address, which is a range of all its bits; undefined for other text. */
function parseRange(value: string): Range | undefined {
  const [, address = '', digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(value.trim()) ?? [];
  const bits = bitsOf(address);
  if (bits === undefined) return undefined;
  const prefix = digits === undefined ? bits : Number(digits);
  if (prefix > bits) return undefined;
  const number = bits === 32 ? ipv4ToNumber(address) : ipv6ToNumber(address);
  if (bits === 128 && number >> 32n === mappedBase && prefix >= 96) {
    return maskRange({ bits: 32, base: number & 0xffffffffn, prefix: prefix - 96 });
  }
  return maskRange({ bits, base: number, prefix });
}

function bitsOf(address: string): Range['bits'] | undefined {
  if (z.ipv4().safeParse(address).success) return 32;
  return z.ipv6().safeParse(address).success ? 128 : undefined;
}

function ipv4ToNumber(address: string): bigint {
  return joinParts(address.split('.').map(Number), 8n);
}

/** The URL parser writes an IPv4 tail as groups, as in ::ffff:192.0.2.1. */
function ipv6ToNumber(address: string): bigint {
  const [head = '', tail] = normalizeIpv6(address).split('::');
  const groups = (list = '') => (list === '' ? [] : list.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
  return joinParts(
    all.map((group) => Number.parseInt(group, 16)),
    16n,
  );
}

function joinParts(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) | BigInt(part), 0n);
}

function maskRange(range: Range): Range {
  const free = BigInt(range.bits - range.prefix);
  return { ...range, base: (range.base >> free) << free };
}

function contains(outer: Range, inner: Range): boolean {
  const free = BigInt(outer.bits - outer.prefix);
  return (
    outer.bits === inner.bits &&
    outer.prefix <= inner.prefix &&
    outer.base >> free === inner.base >> free
  );
}

function formatRange({ bits, base, prefix }: Range): string {
  const address = bits === 32 ? formatIpv4(base) : formatIpv6(base);
  return prefix === bits ? address : `${address}/${prefix}`;
}

function formatIpv4(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn).join('.');
}

function formatIpv6(number: bigint): string {
  const digits = number.toString(16).padStart(32, '0');
  return normalizeIpv6(digits.replaceAll(/(?<=.)(?=(?:.{4})+$)/g, ':'));
}

/** RFC 5952 spelling, as the URL parser writes an IPv6 host. */
function normalizeIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
