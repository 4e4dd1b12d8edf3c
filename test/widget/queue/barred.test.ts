// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest';
import type { HttpReply } from '../../../widget/loader/client.ts';
import {
  createServer,
  deliver,
  give,
  hasWaiting,
  installFakeTime,
  minute,
  openShell,
  token,
} from './answer-queue.ts';

installFakeTime();

const day = 24 * 60 * minute;
const problem = (status: number, code: string, retryAfterSeconds?: number): Partial<HttpReply> => ({
  ...{ status, body: { code } },
  ...(retryAfterSeconds && { retryAfterSeconds }),
});

describe.each([
  [403, 'origin_not_allowed'],
  [404, 'project_unknown'],
  [404, 'not_found'],
  [422, 'survey_unknown'],
])('an answer that a mistake in the settings keeps out (%i %s)', (status, code) => {
  test('is kept, and sent once the mistake is corrected', async () => {
    const { client, sent } = createServer(problem(status, code));
    const shell = openShell({ client });
    expect(await give(shell)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(sent).toHaveLength(2);
    expect(hasWaiting(shell)).toBe(false);
  });

  test('is kept for 31 days and then dropped', async () => {
    const device = {};
    const before = createServer(problem(status, code), problem(status, code));
    await give(openShell({ client: before.client, device }));
    vi.advanceTimersByTime(31 * day - minute);
    const shell = openShell({ client: createServer(problem(status, code)).client, device });
    await deliver(shell);
    expect(hasWaiting(shell)).toBe(true);
    shell.stop();
    vi.advanceTimersByTime(2 * minute);
    const later = openShell({ client: createServer(problem(status, code)).client, device });
    await deliver(later);
    expect(hasWaiting(later)).toBe(false);
  });
});

describe('an answer whose ticket names a key that the server does not know', () => {
  const unknown = problem(425, 'ticket_unknown', 60);
  const feed = { status: 200, body: { ticket: 'new' } };

  test('is sent again with the ticket of a new feed, a second later', async () => {
    const { client, sent } = createServer(unknown, feed);
    const shell = openShell({ client });
    const given = give(shell);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await given).toBe('sent');
    expect(sent).toMatchObject([{ ticket: 'ticket' }, { want: 'badge' }, { ticket: 'new' }]);
    expect(sent[1]).toMatchObject({ visitor: sent[0]?.visitor });
  });

  test('is sent under the visitor’s token, with a ticket read under it', async () => {
    const { client, sent } = createServer(unknown, feed);
    const shell = openShell({ client, token: token('u-1') });
    const given = give(shell);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await given).toBe('sent');
    expect(sent.map((one) => one.token)).toEqual(Array(3).fill(token('u-1')));
  });

  test('waits as long as the server asks if the new ticket is unknown too', async () => {
    const { client, sent } = createServer(unknown, feed, unknown);
    const shell = openShell({ client });
    const given = give(shell);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(await given).toBe('waiting');
    expect(sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(hasWaiting(shell)).toBe(false);
  });

  test('waits if no feed can be read', async () => {
    const { client, sent } = createServer(unknown, undefined);
    const shell = openShell({ client });
    const given = give(shell);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(await given).toBe('waiting');
    expect(sent).toHaveLength(2);
  });

  test('is left with its old ticket by a page that is being closed', async () => {
    const { client, sent } = createServer(undefined, unknown);
    const shell = openShell({ client });
    await give(shell);
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(2);
    expect(hasWaiting(shell)).toBe(true);
  });
});
