// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest';
import {
  createServer,
  deliver,
  errorReply,
  give,
  hasWaiting,
  installFakeTime,
  minute,
  openShell,
  token,
} from './answer-queue.ts';

installFakeTime();

describe('an answer of a verified visitor', () => {
  test('goes with a token and no id', async () => {
    const { client, sent } = createServer();
    const shell = openShell({ client, token: token('u-1') });
    await give(shell);
    expect(sent[0]).toMatchObject({ token: token('u-1') });
    expect(sent[0]).not.toHaveProperty('visitor');
  });

  test('whose token expired waits for the next of the same subject', async () => {
    const { client, sent } = createServer(errorReply(401));
    const shell = openShell({ client, token: token('ü-1') });
    expect(await give(shell)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(60 * minute);
    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(minute);
    expect(sent).toHaveLength(1);
    Object.assign(shell.visitor.identity, { token: token('ü-1', 'fresh') });
    deliver(shell);
    await vi.waitFor(() => expect(hasWaiting(shell)).toBe(false));
    expect(sent[1]).toMatchObject({ token: token('ü-1', 'fresh'), id: sent[0]?.id });
  });

  test('is never sent as anyone else: not as another subject, not without a token', async () => {
    const device = {};
    const shell = openShell({
      client: createServer(errorReply(401)).client,
      device,
      token: token('u-1'),
    });
    await give(shell);
    shell.stop();
    const { client, sent } = createServer();
    const next = openShell({ client, device, token: token('u-2') });
    deliver(next);
    await vi.advanceTimersByTimeAsync(minute);
    Object.assign(next.visitor.identity, { token: undefined });
    deliver(next);
    await vi.advanceTimersByTimeAsync(minute);
    Object.assign(next.visitor.identity, { token: 'no JWT' });
    deliver(next);
    await vi.advanceTimersByTimeAsync(minute);
    expect(sent).toEqual([]);
    expect(hasWaiting(next)).toBe(true);
    Object.assign(next.visitor.identity, { token: token('u-1', 'fresh') });
    deliver(next);
    await vi.waitFor(() => expect(hasWaiting(next)).toBe(false));
    expect(sent).toMatchObject([{ token: token('u-1', 'fresh') }]);
  });

  test('given before they signed in stays the anonymous visitor’s', async () => {
    const { client, sent } = createServer(undefined);
    const visitor = crypto.randomUUID();
    const shell = openShell({ client, visitor });
    await give(shell);
    Object.assign(shell.visitor.identity, { token: token('u-1') });
    deliver(shell);
    await vi.waitFor(() => expect(hasWaiting(shell)).toBe(false));
    expect(sent[1]).toMatchObject({ visitor });
    expect(sent[1]).not.toHaveProperty('token');
  });
});
