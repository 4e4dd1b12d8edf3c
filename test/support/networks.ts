/** Networks that can be told apart: so many that none of them brings a fifth of a test's raters. */
const perOctet = 156;
const networkCount = perOctet * perOctet;

/**
 * The address of visitor `n` in a public network of its own, the same one again after 24,336. Always
 * as many characters, so that a prepared request can be overwritten.
 */
export function publicAddress(n: number): string {
  const network = n % networkCount;
  return `89.${100 + Math.floor(network / perOctet)}.${100 + (network % perOctet)}.7`;
}

/** What lets a server believe the addresses that tests and the bench forward from this machine. */
export const trustedPeers = { TRUSTED_PROXIES: '127.0.0.0/8,::1' };

let visitors = 0;

/** The header that a trusted proxy sends for a visitor from the next network. */
export function forwardedHeader(): { 'x-forwarded-for': string } {
  visitors += 1;
  return { 'x-forwarded-for': publicAddress(visitors) };
}
