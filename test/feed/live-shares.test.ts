import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { createLiveStreams } from '../../api/feed/live.ts';
import { createShares } from '../../api/feed/stream-shares.ts';
import { widerNetworkOf } from '../../api/http/address.ts';
import type { TestApi } from '../support/api.ts';

describe('live streams of a full project', () => {
  const streams = createLiveStreams({
    notices: { onPublicChange: () => () => {} },
    stopping: new AbortController().signal,
    config: { rateLimits: 'on' },
    metrics: new Registry(),
  } as unknown as TestApi['deps']);
  const open = (address: string) => streams.open('acme', address, 1);

  test('make room for a visitor when six networks of one customer hold them all', async () => {
    const honest = open('203.0.113.9');
    const hostile = Array.from({ length: 9_999 }, (_, at) => open(`2001:db8:7:${1 + (at % 6)}::1`));

    expect(await isOpen(open('198.51.100.7'))).toBe(true);
    expect(await isOpen(honest)).toBe(true);
    const [oldest, newest] = [hostile.at(0), hostile.at(-1)];
    expect(oldest && (await isOpen(oldest))).toBe(true);
    expect(newest && (await isOpen(newest))).toBe(false);
    expect(() => open('2001:db8:7:7::1')).toThrow('No more streams can be opened now');
  });
});

describe('the share of a wider network', () => {
  test.each([
    ['IPv4', '203.0.113.9', '203.0.113.200', true],
    ['IPv4', '203.0.113.9', '203.0.114.9', false],
    ['IPv6', '2001:db8:7:1::1', '2001:db8:7:ffff::2', true],
    ['IPv6', '2001:db8:7::1', '2001:db8:8::1', false],
    ['IPv6 with zeros left out', '2001:db8::1', '2001:db8:0:5::1', true],
  ])('is counted in %s: %s and %s', (_, one, other, together) => {
    expect(widerNetworkOf(one) === widerNetworkOf(other)).toBe(together);
  });

  test.each<[what: string, held: string, caller: string, ended: string | undefined]>([
    ['the newest of the fullest network', 'a1 b1 a2 b2 b3', 'c', 'b3'],
    ['the newest that is left of the fullest network', 'b1 b2 b3 b4 -b4', 'c', 'b3'],
    ['none when all hold the same', 'a1 b1 c1', 'd', undefined],
    ['none when the caller would hold as much as the fullest', 'a1 a2 b1', 'b', undefined],
    ['none of the caller’s own', 'a1 a2 a3 b1', 'a', undefined],
    ['one of the network that is fullest now', 'a1 a2 a3 b1 b2 -a2 -a3', 'c', 'b2'],
    ['none of nobody', '', 'a', undefined],
  ])('ends %s', (_, held, caller, ended) => {
    const shares = createShares<string>();
    const removals = new Map<string, () => void>();
    for (const item of held.split(' ').filter(Boolean)) {
      if (item.startsWith('-')) removals.get(item.slice(1))?.();
      else removals.set(item, shares.add(item.charAt(0), item));
    }
    expect(shares.newestOfFullest(caller)).toBe(ended);
  });

  test('is forgotten when its last stream ends, however often that is said', () => {
    const shares = createShares<string>();
    const remove = shares.add('a', 'a1');
    shares.add('b', 'b1');
    remove();
    remove();
    expect(shares.size).toBe(1);
  });
});

/** Whether more can come after the first message. */
async function isOpen(stream: ReadableStream<Uint8Array>): Promise<boolean> {
  const reader = stream.getReader();
  await reader.read();
  const next = reader.read().then(({ done }) => !done);
  const later = new Promise<boolean>((resolve) => setImmediate(() => resolve(true)));
  return Promise.race([next, later]);
}
