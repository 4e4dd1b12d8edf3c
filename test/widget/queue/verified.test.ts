// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest';
import { give, load, minute, open, refusal, server, token, waits, watchTime } from './giving.ts';

watchTime();

describe('an answer of a verified visitor', () => {
  test('goes with a token and no id', async () => {
    const { client, sent } = server();
    const shell = open({ client, token: token('u-1') });
    await give(shell);
    expect(sent[0]).toMatchObject({ token: token('u-1') });
    expect(sent[0]).not.toHaveProperty('visitor');
  });

  test('whose token expired waits for the next of the same subject', async () => {
    const { client, sent } = server(refusal(401));
    const shell = open({ client, token: token('ü-1') });
    expect(await give(shell)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(60 * minute);
    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(minute);
    expect(sent).toHaveLength(1);
    Object.assign(shell.visitor.identity, { token: token('ü-1', 'fresh') });
    load(shell);
    await vi.waitFor(() => expect(waits(shell)).toBe(false));
    expect(sent[1]).toMatchObject({ token: token('ü-1', 'fresh'), id: sent[0]?.id });
  });

  test('is never sent as anyone else: not as another subject, not without a token', async () => {
    const device = {};
    const shell = open({ client: server(refusal(401)).client, device, token: token('u-1') });
    await give(shell);
    shell.stop();
    const { client, sent } = server();
    const next = open({ client, device, token: token('u-2') });
    load(next);
    await vi.advanceTimersByTimeAsync(minute);
    Object.assign(next.visitor.identity, { token: undefined });
    load(next);
    await vi.advanceTimersByTimeAsync(minute);
    Object.assign(next.visitor.identity, { token: 'no JWT' });
    load(next);
    await vi.advanceTimersByTimeAsync(minute);
    expect(sent).toEqual([]);
    expect(waits(next)).toBe(true);
    Object.assign(next.visitor.identity, { token: token('u-1', 'fresh') });
    load(next);
    await vi.waitFor(() => expect(waits(next)).toBe(false));
    expect(sent).toMatchObject([{ token: token('u-1', 'fresh') }]);
  });

  test('given before they signed in stays the anonymous visitor’s', async () => {
    const { client, sent } = server(undefined);
    const visitor = crypto.randomUUID();
    const shell = open({ client, visitor });
    await give(shell);
    Object.assign(shell.visitor.identity, { token: token('u-1') });
    load(shell);
    await vi.waitFor(() => expect(waits(shell)).toBe(false));
    expect(sent[1]).toMatchObject({ visitor });
    expect(sent[1]).not.toHaveProperty('token');
  });
});
