// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest';
import {
  createServer,
  deliver,
  errorReply,
  give,
  hasWaiting,
  hide,
  installFakeTime,
  minute,
  openShell,
  release,
  token,
} from './answer-queue.ts';

installFakeTime();

describe('what waits', () => {
  test('is tried again by itself, later and later, until it is taken', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const { client, sent } = createServer(undefined, errorReply(503), errorReply(500));
    const shell = openShell({ client });
    expect(await give(shell)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1900);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(4000);
    expect(sent).toHaveLength(4);
    expect(hasWaiting(shell)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is left alone for as long as the server asks, even by a new connection', async () => {
    const { client, sent } = createServer(errorReply(429, 600));
    const shell = openShell({ client });
    expect(await give(shell)).toBe('waiting');
    window.dispatchEvent(new Event('online'));
    hide();
    expect(await give(shell, { rating: 1 })).toBe('waiting');
    await vi.advanceTimersByTimeAsync(599_000);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(minute);
    expect(sent.map(({ rating }) => rating)).toEqual([4, 1]);
  });

  test('is sent at once when the connection is back', async () => {
    const { client, sent } = createServer(undefined);
    const shell = openShell({ client });
    await give(shell);
    window.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(hasWaiting(shell)).toBe(false));
    expect(sent).toHaveLength(2);
  });

  test('is sent in the order in which it was given, whatever its ids', async () => {
    const given = [
      ['c', 1, '2026-01-01T10:00:00.001Z'],
      ['a', 2, '2026-01-01T10:00:00.002Z'],
      ['b', 1, '2026-01-01T10:00:00.002Z'],
    ] as const;
    const waiting = given.map(([id, revision, createdAt]) => ({
      key: `${id}.${revision}`,
      letter: { visitor: 'v', id, revision, createdAt },
    }));
    const inOtherOrder = [waiting[1], waiting[2], waiting[0]];
    const { client, sent } = createServer();
    const device = { 'tidings:pk_test:waiting': JSON.stringify(inOtherOrder) };
    await deliver(openShell({ client, device }));
    expect(sent.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  test('is sent by the next page of the device', async () => {
    const device = {};
    const shell = openShell({ client: createServer(undefined).client, device });
    await give(shell);
    shell.stop();
    const { client, sent } = createServer();
    const next = openShell({ client, device });
    deliver(next);
    await vi.waitFor(() => expect(hasWaiting(next)).toBe(false));
    expect(sent).toMatchObject([{ revision: 1, rating: 4 }]);
  });

  test('is sent once more when the page is hidden, and outlives it', async () => {
    const { client, sent } = createServer(undefined);
    const shell = openShell({ client });
    await give(shell);
    hide();
    expect(sent.map(({ keepalive }) => keepalive)).toEqual([false, true]);
  });

  test('outlives a page with 48 kB at most', async () => {
    const comment = '£'.repeat(4000);
    const { client, sent } = createServer(...Array(10).fill(undefined));
    const shell = openShell({ client, token: token('u-1', 'x'.repeat(2000)) });
    for (let n = 0; n < 10; n += 1) await give(shell, { comment }, `${release.slice(0, -1)}${n}`);
    sent.length = 0;
    hide();
    const bytes = new TextEncoder().encode(JSON.stringify(sent)).length;
    expect(bytes).toBeLessThan(48_000);
    expect(sent).toHaveLength(4);
  });

  test('does not keep others waiting when the server stumbles over it', async () => {
    const { client, sent } = createServer(undefined, undefined, errorReply(500));
    const shell = openShell({ client });
    await give(shell, { rating: 1 });
    await give(shell, { rating: 2 }, `${release.slice(0, -1)}c`);
    window.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(sent.slice(2, 4).map(({ rating }) => rating)).toEqual([1, 2]));
  });

  test('leaves no listener and no timer in the page when we are gone', async () => {
    const { client, sent } = createServer(undefined);
    const shell = openShell({ client });
    await give(shell);
    expect(vi.getTimerCount()).toBe(1);
    shell.stop();
    expect(vi.getTimerCount()).toBe(0);
    window.dispatchEvent(new Event('online'));
    hide();
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(sent).toHaveLength(1);
  });

  test('begins no wait when we go while it is written down', async () => {
    const shell = openShell({ client: createServer().client });
    const given = give(shell, {}, release, { loadedAt: new Date().toISOString() });
    shell.stop();
    expect(await given).toBe('waiting');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is one queue for the loader and the panel', async () => {
    const { client, sent } = createServer(undefined);
    const shell = openShell({ client });
    await give(shell);
    deliver(shell);
    window.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(hasWaiting(shell)).toBe(false));
    expect(sent).toHaveLength(2);
  });
});
