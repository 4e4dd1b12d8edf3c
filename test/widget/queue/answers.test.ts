// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest';
import { type ResponseRequest, responseRequest } from '../../../contract/responses.ts';
import type { Client, HttpReply } from '../../../widget/loader/client.ts';
import {
  createServer,
  deliver,
  errorReply,
  give,
  hasWaiting,
  installFakeTime,
  openShell,
  release,
  survey,
} from './answer-queue.ts';

installFakeTime();

describe('an answer', () => {
  test('is what the contract asks for, and gone from the device once it is stored', async () => {
    const { client, sent } = createServer();
    const shell = openShell({ client, version: '2.4.0' });
    expect(await give(shell)).toBe('sent');
    const letter = { project: 'pk_test', ...sent[0] };
    expect(responseRequest.parse(letter)).toMatchObject({
      ...{ release, survey: survey.id, ticket: 'ticket', surface: 'panel', revision: 1 },
      ...{ state: 'complete', rating: 4, comment: 'Good.', traits: { plan: 'pro' } },
      ...{ version: '2.4.0', locale: 'en', ...shell.visitor.credentials() },
    });
    expect(hasWaiting(shell)).toBe(false);
  });

  test('is on the device before it is sent', async () => {
    const device = {};
    const kept: boolean[] = [];
    const client: Client = {
      async post() {
        kept.push(JSON.stringify(device).includes('Good.') && hasWaiting(shell));
        return undefined;
      },
    };
    const shell = openShell({ client, device });
    expect(await give(shell)).toBe('waiting');
    expect(kept).toEqual([true]);
  });

  test('that is changed goes on under its id with the next revision, after a reload too', async () => {
    const device = {};
    const { client, sent } = createServer();
    const shell = openShell({ client, device });
    await give(shell);
    await give(shell, { rating: 2 });
    await give(openShell({ client: createServer().client, device }), { rating: 1 });
    const { client: later, sent: sentLater } = createServer();
    await give(openShell({ client: later, device }), { rating: 5 });
    expect(sent.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(sentLater).toMatchObject([{ id: sent[0]?.id, revision: 4, rating: 5 }]);
  });

  test('takes the place of an older one that still waits', async () => {
    const { client, sent } = createServer(undefined);
    const shell = openShell({ client });
    expect(await give(shell, { rating: 1 })).toBe('waiting');
    expect(await give(shell, { rating: 5 })).toBe('sent');
    expect(sent.map(({ rating }) => rating)).toEqual([1, 5]);
    expect(hasWaiting(shell)).toBe(false);
  });

  test('given twice by a double click is one answer, and its later words are kept', async () => {
    const { client, sent } = createServer();
    const shell = openShell({ client });
    await Promise.all([give(shell, { rating: 1 }), give(shell, { rating: 2 })]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(sent.at(-1)).toMatchObject({ revision: 2, rating: 2 });
    expect(hasWaiting(shell)).toBe(false);
  });

  test('given while the one before is under way is not lost with it', async () => {
    let reply: (reply: HttpReply) => void = () => {};
    const sent: number[] = [];
    const client: Client = {
      post(_, body) {
        sent.push((body as ResponseRequest).revision);
        return new Promise((resolve) => {
          reply = resolve;
        });
      },
    };
    const shell = openShell({ client });
    const both = [give(shell, { rating: 1 })];
    await vi.waitFor(() => expect(sent).toEqual([1]));
    both.push(give(shell, { rating: 2 }));
    reply({ status: 201, body: { id: 'x' }, retryAfterSeconds: undefined });
    await vi.waitFor(() => expect(sent).toEqual([1, 2]));
    expect(hasWaiting(shell)).toBe(true);
    reply({ status: 201, body: { id: 'x' }, retryAfterSeconds: undefined });
    expect(await Promise.all(both)).toEqual(['sent', 'sent']);
    expect(hasWaiting(shell)).toBe(false);
  });

  test('that the server will never take is refused, and does not wait', async () => {
    const { client } = createServer(errorReply(409));
    const shell = openShell({ client });
    expect(await give(shell)).toBe('refused');
    expect(hasWaiting(shell)).toBe(false);
  });

  test('given as soon as its question was read is kept, and sent when it is not too early', async () => {
    const { client, sent } = createServer();
    const shell = openShell({ client });
    const delivery = give(shell, {}, release, { loadedAt: new Date().toISOString() });
    await vi.advanceTimersByTimeAsync(900);
    expect(hasWaiting(shell)).toBe(true);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(300);
    expect(await delivery).toBe('sent');
    expect(sent).toHaveLength(1);
  });

  test('that was too early by the server’s clock is sent a moment later', async () => {
    const { client, sent } = createServer(errorReply(425, 1));
    const shell = openShell({ client });
    const delivery = give(shell);
    await vi.advanceTimersByTimeAsync(900);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await delivery).toBe('sent');
    expect(sent).toHaveLength(2);
  });

  test('tells how long it waited by a clock that is years off', async () => {
    vi.setSystemTime('1999-01-01T00:00:00.000Z');
    const { client, sent } = createServer(undefined);
    const device = {};
    const shell = openShell({ client, device });
    await give(shell);
    shell.stop();
    vi.setSystemTime('1999-01-03T00:00:00.000Z');
    deliver(openShell({ client, device }));
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({
      createdAt: '1999-01-01T00:00:00.000Z',
      sentAt: expect.stringContaining('1999-01-03T00:00:0'),
    });
  });
});
