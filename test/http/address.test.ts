import type { Context } from 'hono';
import { describe, expect, test } from 'vitest';
import { createAddressOf, networkOf, publicRangeOf } from '../../api/http/address.ts';

/** The parts of a request that an address is read from. */
function request(peer: string, forwarded?: string): Context {
  const header = (name: string) => (name === 'x-forwarded-for' ? forwarded : undefined);
  return {
    env: { incoming: { socket: { remoteAddress: peer } } },
    req: { header },
  } as unknown as Context;
}

describe('the address of a request', () => {
  test('is the peer where no proxy is trusted, whatever the headers claim', () => {
    expect(createAddressOf([])(request('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9');
  });

  test('is the peer where the peer is a stranger', () => {
    const addressOf = createAddressOf(['10.0.0.0/8']);
    expect(addressOf(request('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9');
  });

  test.each([
    ['one trusted proxy', '198.51.100.1', '198.51.100.1'],
    ['a chain of them', '198.51.100.1, 10.1.1.1', '198.51.100.1'],
    ['what a stranger wrote left of himself', '127.0.0.1, 198.51.100.1', '198.51.100.1'],
    ['rubbish', 'unknown, 10.1.1.1', '10.1.1.1'],
    ['nothing', '', '10.0.0.7'],
    ['IPv6', '2001:db8::7', '2001:db8::7'],
  ])('is read from the right behind a trusted proxy: %s', (_, forwarded, address) => {
    expect(createAddressOf(['10.0.0.0/8'])(request('::ffff:10.0.0.7', forwarded))).toBe(address);
  });

  test('cannot be configured with something that is no address', () => {
    for (const range of ['proxy.local', '10.0.0.0/99', '10.0.0.0/']) {
      const words = `TRUSTED_PROXIES is not valid: ${range} is not an address or a CIDR range.`;
      expect(() => createAddressOf([range])).toThrow(words);
    }
  });
});

describe('the network of an address', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::7', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('the range that a caller can add as an own network', () => {
  test.each([
    ['203.0.113.9', '203.0.113.0/24'],
    ['2001:db8:0:0:3:4:5:6', '2001:db8::/64'],
    ['2001:DB8:0007:1::9', '2001:db8:7:1::/64'],
    ['10.1.2.3', undefined],
    ['127.0.0.1', undefined],
    ['::1', undefined],
    ['fd00::1', undefined],
    ['fe80::1%eth0', undefined],
    ['64:ff9b::cb00:7109', undefined],
    ['', undefined],
  ])('of %s is %s', (address, range) => {
    expect(publicRangeOf(address)).toBe(range);
  });
});
