import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { ResponseRequest } from '../../../contract/responses.ts';
import type { Client, HttpReply } from '../../../widget/loader/client.ts';
import {
  type AnswerContent,
  createAnswerQueue,
  type FeedTicket,
} from '../../../widget/queue/answers.ts';
import { getSender } from '../../../widget/queue/sender.ts';
import { type FakePage, type FakeShell, fakeShell } from './fake-shell.ts';

export const release = '01980000-0000-7000-8000-00000000000a';
export const survey = { id: '01980000-0000-7000-8000-00000000000b' };
const answerFields: AnswerContent = { state: 'complete', rating: 4, answers: {}, comment: 'Good.' };
export const minute = 60_000;

type SentAnswer = ResponseRequest & { keepalive: boolean };

/** A server that says what the test wants next, and then that all is stored. */
export function createServer(...replies: (Partial<HttpReply> | undefined)[]) {
  const sent: SentAnswer[] = [];
  const client: Client = {
    async post(_, body, options) {
      const answer = { ...body } as ResponseRequest;
      sent.push({ ...answer, keepalive: !!options?.keepalive });
      const isStored = replies.length === 0;
      const reply = isStored ? { status: 201, body: { id: answer.id } } : replies.shift();
      return reply && { status: 0, body: undefined, retryAfterSeconds: undefined, ...reply };
    },
  };
  return { client, sent };
}

export const errorReply = (status: number, retryAfterSeconds?: number): Partial<HttpReply> => ({
  ...{ status, body: { code: 'some_code' } },
  ...(retryAfterSeconds && { retryAfterSeconds }),
});
export const token = (sub: string, more = '') => `h.${btoa(JSON.stringify({ sub, more }))}.s`;

const shells: FakeShell[] = [];
export function openShell(page: FakePage): FakeShell {
  const shell = fakeShell(page);
  shells.push(shell);
  return shell;
}
export const deliver = (shell: FakeShell) => getSender(shell).deliver();
export const give = (
  shell: FakeShell,
  changes: Partial<AnswerContent> = {},
  about = release,
  more: Partial<FeedTicket> = {},
) =>
  createAnswerQueue(shell).submit(
    about,
    survey,
    { ...answerFields, ...changes },
    { ticket: 'ticket', ...more },
  );
export const hasWaiting = (shell: FakeShell) => shell.visitor.get('waiting') !== undefined;

export function hide(): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Each test has a clock of its own and leaves no timer behind. Call it once in a file. */
export function installFakeTime(): void {
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
