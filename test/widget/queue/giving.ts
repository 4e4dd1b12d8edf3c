import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { ResponseRequest } from '../../../contract/responses.ts';
import type { Client, Reply } from '../../../widget/loader/client.ts';
import { type Asked, createAnswers, type Said } from '../../../widget/queue/answers.ts';
import { senderOf } from '../../../widget/queue/sender.ts';
import { type FakeShell, fakeShell, type Page } from './fake-shell.ts';

export const release = '01980000-0000-7000-8000-00000000000a';
export const survey = { id: '01980000-0000-7000-8000-00000000000b' };
const said: Said = { state: 'complete', rating: 4, answers: {}, comment: 'Good.' };
export const minute = 60_000;

type Sent = ResponseRequest & { keepalive: boolean };

/** A server that says what the test wants next, and then that all is stored. */
export function server(...replies: (Partial<Reply> | undefined)[]) {
  const sent: Sent[] = [];
  const client: Client = {
    async post(_, body, options) {
      const letter = { ...body } as ResponseRequest;
      sent.push({ ...letter, keepalive: !!options?.keepalive });
      const isStored = replies.length === 0;
      const reply = isStored ? { status: 201, body: { id: letter.id } } : replies.shift();
      return reply && { status: 0, body: undefined, retryAfterSeconds: undefined, ...reply };
    },
  };
  return { client, sent };
}

export const refusal = (status: number, retryAfterSeconds?: number): Partial<Reply> => ({
  ...{ status, body: { code: 'some_code' } },
  ...(retryAfterSeconds && { retryAfterSeconds }),
});
export const token = (sub: string, more = '') => `h.${btoa(JSON.stringify({ sub, more }))}.s`;

const shells: FakeShell[] = [];
export function open(page: Page): FakeShell {
  const shell = fakeShell(page);
  shells.push(shell);
  return shell;
}
export const load = (shell: FakeShell) => senderOf(shell).deliver();
export const give = (
  shell: FakeShell,
  changes: Partial<Said> = {},
  about = release,
  more: Partial<Asked> = {},
) =>
  createAnswers(shell).give(about, survey, { ...said, ...changes }, { ticket: 'ticket', ...more });
export const waits = (shell: FakeShell) => shell.visitor.get('waiting') !== undefined;

export function hide(): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Each test has a clock of its own and leaves no timer behind. Call it once in a file. */
export function watchTime(): void {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    for (const shell of shells.splice(0)) shell.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}
